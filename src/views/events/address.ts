import * as vscode from 'vscode';
import type { EventSchema } from '../../recording/event/event.ts';
import { eventFileEnding, eventScheme } from './node.ts';

/** What a read-only document of events shows. */
export type EventDocumentPlace =
  | { readonly kind: 'sample'; readonly sample: string; readonly schema: EventSchema | undefined }
  | { readonly kind: 'delivery'; readonly id: string }
  | { readonly kind: 'answer'; readonly id: string };

/** The address of a sample's document, in the schema that it comes in usually where none is named. */
export function sampleUri(sample: string, schema?: EventSchema): vscode.Uri {
  return vscode.Uri.from({
    scheme: eventScheme,
    path: `/sample/${sample}${eventFileEnding}`,
    query: schema ?? '',
  });
}

/** The address of the event that was sent. */
export function deliveryUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: eventScheme, path: `/delivery/sent${eventFileEnding}`, query: id });
}

/** The address of what an endpoint answered. */
export function answerUri(id: string, status: number | undefined): vscode.Uri {
  return vscode.Uri.from({
    scheme: eventScheme,
    path: `/answer/Answer ${status ?? ''}`.trimEnd() + '.txt',
    query: id,
  });
}

/** What an address stands for. */
export function eventPlace(uri: vscode.Uri): EventDocumentPlace | undefined {
  const [, kind, file = ''] = uri.path.split('/');
  if (kind === 'answer' || kind === 'delivery') return { kind, id: uri.query };
  if (kind !== 'sample' || !file.endsWith(eventFileEnding)) return undefined;
  const schema = uri.query === 'eventGrid' || uri.query === 'cloudEvents' ? uri.query : undefined;
  return { kind, sample: file.slice(0, -eventFileEnding.length), schema };
}
