import { pathToFileURL } from 'node:url';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type RecordingFormat, findFormat } from '../../recording/formats.ts';
import { type CommunicationResource, localResourceId } from '../../calling/connection/resource.ts';
import type { ChannelAffinity, StartDestination } from '../../calling/start/request.ts';
import type { StartAnswers } from '../../calling/start/check.ts';
import type { Container } from '../../storage/container.ts';
import { isListenerAddress } from '../../events/receive/listener/paths.ts';
import { encodeUrlPart } from '../../base/text/urlPart.ts';

/** Where a recording is to go, as the user chose it. */
export type ChosenDestination =
  | { readonly kind: 'acs' }
  | { readonly kind: 'container'; readonly container: Container }
  | { readonly kind: 'url'; readonly url: string };

export interface ChosenOptions {
  readonly pauseOnStart?: boolean;
  readonly callbackUrl?: string;
  readonly channelOrder?: readonly string[];
  readonly channelAffinity?: readonly ChannelAffinity[];
}

/** What is known so far of the recording to start. */
export interface StartDraft {
  readonly resource?: CommunicationResource;
  readonly call?: StartAnswers['call'];
  /** The name of the call folder, where the local service gave it. */
  readonly callId?: string;
  readonly format?: Pick<RecordingFormat, 'content' | 'channel' | 'format'>;
  readonly destination?: ChosenDestination;
  readonly options?: ChosenOptions;
  /** The start is wanted as code, not sent. */
  readonly asCode?: boolean;
}

/** The answers of last time, without anything secret. */
export interface LastStart {
  readonly resourceId?: string;
  readonly content?: string;
  readonly channel?: string;
  readonly format?: string;
  /** ID of the container; `acs` for the service's own storage. */
  readonly destination?: string;
  readonly pauseOnStart?: boolean;
  readonly callbackUrl?: string;
  /** The address of the event listener, which is a secret. */
  readonly callback?: 'listener';
}

/** What is worth remembering of a start. A callback URL with a query is not: it may hold a key. */
export function rememberedOf({ resource, format, destination, options = {} }: StartDraft): LastStart {
  const { pauseOnStart, callbackUrl } = options;
  const place = destination?.kind === 'container' ? destination.container.id : destination?.kind;
  return {
    ...withoutUndefined({ resourceId: resource?.id }),
    ...format,
    ...(place === undefined || place === 'url' ? {} : { destination: place }),
    ...(pauseOnStart === true ? { pauseOnStart } : {}),
    ...rememberedCallback(callbackUrl),
  };
}

function rememberedCallback(callbackUrl = ''): Pick<LastStart, 'callback' | 'callbackUrl'> {
  if (isListenerAddress(callbackUrl)) return { callback: 'listener' };
  return callbackUrl === '' || /[?#]/.test(callbackUrl) ? {} : { callbackUrl };
}

/** The format of last time, where it still is one. */
export function lastFormat({
  content = '',
  channel = '',
  format = '',
}: LastStart): RecordingFormat | undefined {
  return findFormat(content, channel, format);
}

/** The answers as they are checked before anything is sent. */
export function answersOf({ resource, call, format, destination, options = {} }: StartDraft): StartAnswers {
  return {
    call: call ?? { id: '' },
    content: format?.content ?? '',
    channel: format?.channel ?? '',
    format: format?.format ?? '',
    destination: destinationOf(destination),
    isLocal: resource?.id === localResourceId,
    ...options,
  };
}

function destinationOf(chosen: ChosenDestination | undefined): StartDestination {
  if (!chosen || chosen.kind === 'acs') return { kind: 'acs' };
  return { kind: 'container', url: chosen.kind === 'url' ? chosen.url : addressOf(chosen.container) };
}

/** The address of a container with its prefix; of a folder, for the local service, a `file:` URL. */
export function addressOf(container: Container): string {
  if (container.kind === 'samples') return '';
  const root = container.kind === 'folder' ? pathToFileURL(container.folder).href : container.url;
  return [root, ...container.prefix.split('/').filter(Boolean).map(encodeUrlPart)].join('/');
}
