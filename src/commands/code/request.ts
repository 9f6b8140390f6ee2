import type { ActiveRecording } from '../../calling/active/recording.ts';
import { type CommunicationResource, localResourceId } from '../../calling/connection/resource.ts';
import { checkStart } from '../../calling/start/check.ts';
import { startProblemText } from '../../calling/start/problemText.ts';
import type { StartRequest } from '../../calling/start/request.ts';
import { UserError } from '../../base/userError.ts';
import { isMetadata } from '../../recording/blobName.ts';
import { type RecordingFormat, findFormat, legalFormats, namedFormat } from '../../recording/formats.ts';
import { parseChunkMetadata } from '../../recording/metadata/metadata.ts';
import type { SnippetRequest } from '../../snippets/request.ts';
import type { App } from '../../views/app.ts';
import type { RecordingNode } from '../../views/tree/node.ts';
import { addressOf, answersOf, type StartDraft } from '../record/draft.ts';

/** A start that was checked. @param resource with which it is started; undefined where none is connected */
export function requestOfStart(
  request: StartRequest,
  resource: CommunicationResource | undefined,
): SnippetRequest {
  return { ...request, ...signInOf(resource) };
}

/**
 * A filled-in start. A call without an ID is taken from the environment.
 * @throws UserError that says what is wrong with it
 */
export function requestOfDraft(draft: StartDraft): SnippetRequest {
  const answers = answersOf(draft);
  const isKnown = answers.call.id !== '';
  // Without a call all else is checked all the same.
  const call = isKnown ? answers.call : { kind: 'roomId' as const, id: '99400000000000000' };
  const check = checkStart({ ...answers, call });
  if (check.kind === 'invalid') throw new UserError(check.problems.map(startProblemText).join(' '));
  const request = requestOfStart(check.request, draft.resource);
  return isKnown ? request : { ...request, call: { kind: answers.call.kind ?? 'serverCallId' } };
}

/** A recording that was started here, as far as that is remembered. */
export function requestOfActive(
  recording: ActiveRecording,
  resource: CommunicationResource | undefined,
): SnippetRequest {
  const { call, content, channel, format, destination } = recording;
  return {
    ...{ call, content, channel, format, destination },
    pauseOnStart: false,
    channelOrder: [],
    channelAffinity: [],
    ...signInOf(resource),
  };
}

/**
 * A recording of a container: its format is that of its metadata or names, its call is not known.
 * @param pick chooses among the formats that the recording may have
 */
export async function requestOfNode(
  app: App,
  { container, recording }: RecordingNode,
  resource: CommunicationResource | undefined,
  pick: (formats: readonly RecordingFormat[]) => Promise<RecordingFormat>,
): Promise<SnippetRequest> {
  const [only, ...more] = await formatsOf(app, { container, recording });
  const { content, channel, format } =
    only && more.length === 0 ? only : await pick(only ? [only, ...more] : legalFormats);
  return {
    call: { kind: 'serverCallId' },
    ...{ content, channel, format },
    destination: { kind: 'container', url: addressOf(container) },
    pauseOnStart: false,
    channelOrder: [],
    channelAffinity: [],
    ...signInOf(resource),
  };
}

/** The formats that a recording may have: one where its metadata says it. */
async function formatsOf(
  app: App,
  { container, recording }: Pick<RecordingNode, 'container' | 'recording'>,
): Promise<readonly RecordingFormat[]> {
  const media = recording.files.find(({ blob }) => !isMetadata(blob));
  const named = media ? namedFormat(media.blob.kind, media.blob.extension) : {};
  const fitting = legalFormats.filter(
    (legal) =>
      (named.content ?? legal.content) === legal.content &&
      (named.channel ?? legal.channel) === legal.channel &&
      (named.format ?? legal.format) === legal.format,
  );
  if (fitting.length === 1) return fitting;
  const metadata = recording.files.find(({ blob }) => isMetadata(blob));
  if (!metadata) return fitting;
  const store = await app.containers.open(container);
  const result = parseChunkMetadata(await store.read(metadata.name));
  const { contentType, channelType, format } = 'metadata' in result ? result.metadata : {};
  const told = findFormat(contentType?.value ?? '', channelType?.value ?? '', format?.value ?? '');
  return told ? [told] : fitting;
}

function signInOf(resource: CommunicationResource | undefined): Pick<SnippetRequest, 'signIn' | 'isLocal'> {
  return {
    signIn: resource?.signIn === 'vscode' || resource?.signIn === 'default' ? 'entra' : 'accessKey',
    isLocal: resource?.id === localResourceId,
  };
}
