import * as vscode from 'vscode';
import type { EventSchema } from '../../recording/event/event.ts';
import { eventFileEnding, eventScheme } from './node.ts';

/** What a read-only document of events shows. */
export type EventDocumentPlace =
  | { readonly kind: 'sample'; readonly sample: string; readonly schema: EventSchema | undefined }
  | { readonly kind: 'delivery'; readonly id: string }
  | { readonly kind: 'received'; readonly id: string }
  | { readonly kind: 'inspected'; readonly id: string }
  | { readonly kind: 'answer'; readonly id: string };

/**
 * The address of a sample's document, in the schema that it comes in usually where none is named.
 * @param name what its row is called, and so its tab
 */
export function sampleUri(sample: string, name: string, schema?: EventSchema): vscode.Uri {
  return vscode.Uri.from({
    scheme: eventScheme,
    path: `/sample/${sample}/${name.replaceAll('/', ' ')}${eventFileEnding}`,
    query: schema ?? '',
  });
}

/** The address of an event that was pasted or read from elsewhere. @param id of its text */
export function inspectedUri(id: string, name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: eventScheme, path: `/inspected/${name}${eventFileEnding}`, query: id });
}

/** The address of the event that was sent. */
export function deliveryUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: eventScheme, path: `/delivery/sent${eventFileEnding}`, query: id });
}

/** The address of an event that was received. @param name what its tab is called */
export function receivedUri(id: string, name: string): vscode.Uri {
  const file = name.replace(/[^\w.-]/g, '').slice(0, 60);
  return vscode.Uri.from({ scheme: eventScheme, path: `/received/${file}${eventFileEnding}`, query: id });
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
  const [, kind, sample = ''] = uri.path.split('/');
  if (kind === 'answer' || kind === 'delivery' || kind === 'received' || kind === 'inspected')
    return { kind, id: uri.query };
  if (kind !== 'sample' || sample === '') return undefined;
  const schema = uri.query === 'eventGrid' || uri.query === 'cloudEvents' ? uri.query : undefined;
  return { kind, sample, schema };
}
