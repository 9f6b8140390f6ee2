import { join } from 'node:path';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError.ts';
import { createDeliverer } from '../../../events/send/delivery/deliverer.ts';
import { eventGridPolicy, noRetries } from '../../../events/send/delivery/retrySchedule.ts';
import { deliveryText } from '../../../events/send/delivery/text.ts';
import { eventInSchema } from '../../../events/send/webhook/request.ts';
import { shownUrl } from '../../../events/send/webhook/target.ts';
import { messageText } from '../../../events/receive/queue/messageText.ts';
import { matchesFilter } from '../../../events/receive/received.ts';
import {
  replay,
  type ReplayItem,
  type ReplayOptions,
  type ReplayResult,
} from '../../../events/replay/replay.ts';
import { ReplayProgress } from '../../../events/replay/progress.ts';
import { type ReplayOutcome, replayReport } from '../../../events/replay/report.ts';
import type { EventSchema, WireEvent } from '../../../recording/event/event.ts';
import { groupDay } from '../../../recording/call.ts';
import type { App } from '../../../views/app.ts';
import type { EventNode } from '../../../views/events/node.ts';
import { shortType } from '../../../views/events/rows.ts';
import { Cancelled } from '../../../views/messages/cancelled.ts';
import { errorLine } from '../../../views/messages/errorLine.ts';
import { withProgress } from '../../../views/messages/progress.ts';
import { filesBelow } from '../../browse/filesBelow.ts';
import { type ItemArgument, commandTargets } from '../../targets.ts';
import type { SendOptions } from '../arguments.ts';
import { builtEvent } from '../build.ts';
import { chooseWebhook } from '../pickWebhook.ts';
import { chosenQueue } from '../receive/pickQueue.ts';
import { pickSchema } from '../pickSchema.ts';
import { type Pace, chosenPace } from './pace.ts';
import { itemsLeft } from './resume.ts';
import { showQuickPick } from '../../../views/prompts.ts';

/** What to send again, where to, and how fast; what is missing is asked for. */
export type ReplayArgument = SendOptions & {
  /** `received`: what was received and fits the filter; else the selected or named rows of the tree. */
  readonly from?: 'received' | 'recordings';
  /** Path of a date, call or recording, and its container. */
  readonly path?: string;
  readonly container?: string;
  readonly schema?: EventSchema;
  /** ID of a connected queue, in the place of a webhook. */
  readonly queue?: string;
  /** At once, up to 100. */
  readonly parallel?: number;
  /** Events a second at most, up to 1,000. */
  readonly perSecond?: number;
  /** Leaves out what was delivered before a cancel; false sends all again. */
  readonly resume?: boolean;
};

/** What a replay came to. */
export interface ReplayAnswer {
  readonly delivered: number;
  readonly total: number;
  /** Address of the table. */
  readonly report: string;
}

/** An event that can be sent in either schema. */
interface Sendable {
  readonly key: string;
  readonly label: string;
  readonly event: (schema: EventSchema) => Promise<WireEvent>;
}

interface Target {
  /** Distinguishes it from others; may hold secrets. */
  readonly name: string;
  readonly shown: string;
  readonly send: ReplayOptions['send'];
}

/** How one replay is sent, and what came before it. */
interface ReplayRun extends Pick<ReplayOutcome, 'deliveredBefore'> {
  readonly pace: Pace;
  readonly progress: ReplayProgress;
}

/** Sends events again: one for each recording below the rows, or those that were received. */
export async function replayEvents(
  app: App,
  argument: ReplayArgument | ItemArgument | EventNode | undefined,
  rest: readonly unknown[],
): Promise<ReplayAnswer> {
  const given: ReplayArgument =
    argument && !('kind' in argument) && !('selected' in argument) ? argument : {};
  const isReceived =
    given.from === 'received' || (argument !== undefined && 'kind' in argument && isEventRow(argument));
  const rows =
    !isReceived && argument && 'kind' in argument && !isEventRow(argument) ? argument : pathOf(given);
  const fromReceived =
    isReceived || (rows === undefined && given.from === undefined && (await pickSource(app)) === 'received');
  const found = fromReceived ? await receivedItems(app) : await recordingItems(app, rows, rest);
  if (found.length === 0)
    throw new UserError(
      fromReceived
        ? l10n.t('No received event fits the filter, so there is nothing to send.')
        : l10n.t('There is no recording here, so there is nothing to send.'),
    );
  // Only what is there is worth further questions.
  const schema = given.schema ?? (await pickSchema(app, ['eventGrid', 'cloudEvents']));
  const items = found.map(({ key, label, event }) => ({ key, label, event: () => event(schema) }));
  const target = await targetOf(app, given, schema, items.length);
  const pace = await chosenPace(app.context.globalState, given);
  const folder = join(app.context.globalStorageUri.fsPath, 'replays');
  const progress = await ReplayProgress.open(folder, `${schema} ${target.name}`);
  const left = await itemsLeft(items, progress, given.resume);
  return run(app, left, target, { pace, progress, deliveredBefore: items.length - left.length });
}

function isEventRow(node: { readonly kind: string }): node is EventNode {
  return node.kind === 'received' || node.kind === 'receivedEvent';
}

function pathOf({ path, container }: ReplayArgument): ItemArgument | undefined {
  if (path === undefined) return undefined;
  return container === undefined ? { path } : { path, container };
}

async function pickSource(app: App): Promise<'received' | 'recordings'> {
  const count = (await app.events.receiving()).store.list().length;
  if (count === 0) return 'recordings';
  const picked = await showQuickPick(
    [
      {
        label: l10n.t('Recordings of a container'),
        description: l10n.t('an event for each, built from its files'),
        from: 'recordings' as const,
      },
      { label: l10n.t('Received events'), description: String(count), from: 'received' as const },
    ],
    { title: l10n.t('Replay Events'), placeHolder: l10n.t('What should be sent?') },
  );
  return Cancelled.unless(picked).from;
}

async function receivedItems(app: App): Promise<readonly Sendable[]> {
  const { store, filter } = await app.events.receiving();
  return store
    .list()
    .filter((event) => matchesFilter(event, filter))
    .reverse()
    .map(({ id, type, callId = '' }) => ({
      key: id,
      label: `${shortType(type)} ${callId}`.trim(),
      event: async (schema) => wire(await store.read(id), schema),
    }));
}

function wire(event: unknown, schema: EventSchema): WireEvent {
  const converted = eventInSchema(event, schema);
  if (!converted) throw new UserError(l10n.t('This is not an event that can be sent.'));
  return converted;
}

async function recordingItems(
  app: App,
  argument: ItemArgument | undefined,
  rest: readonly unknown[],
): Promise<readonly Sendable[]> {
  const nodes = await commandTargets(app, argument, rest, {
    title: l10n.t('Replay Events'),
    kinds: ['date', 'call', 'recording'],
  });
  return withProgress(l10n.t('Listing recordings'), async ({ signal, report }) => {
    const items: Sendable[] = [];
    for (const node of nodes) {
      const { container } = node;
      const store = await app.containers.open(container);
      const onFound = (count: number): void => report(l10n.t('{0} files', count));
      const { calls } = groupDay(await filesBelow(store, node, { signal, onFound }), container.prefix);
      for (const recording of calls.flatMap((call) => call.recordings)) {
        const { path: label } = recording;
        items.push({
          key: `${container.id}/${label}`,
          label,
          event: async (schema) => (await builtEvent(app, container, recording, schema, {})).event,
        });
      }
    }
    return items;
  });
}

async function targetOf(
  app: App,
  given: ReplayArgument,
  schema: EventSchema,
  count: number,
): Promise<Target> {
  const connected = await chosenQueue(app, given, {
    title: l10n.t('Replay Events'),
    placeHolder: l10n.t('Where should the {0} events go?', count),
  });
  if (connected) {
    const queue = await (await app.events.receiving()).queues.open(connected);
    return {
      name: connected.url,
      shown: connected.url,
      send: async (event, signal) => {
        const started = Date.now();
        await queue.send(messageText(event), signal);
        return {
          delivered: true,
          attempts: 1,
          durationMs: Date.now() - started,
          text: l10n.t('Put into the queue.'),
        };
      },
    };
  }
  const webhook = await chooseWebhook(app, given, false);
  const deliverer = createDeliverer({ keepAlive: true, log: (line) => app.log.trace(line) });
  const { url, query, headers, retries } = webhook;
  return {
    name: `${url}?${query}`,
    shown: shownUrl({ url, query }),
    send: async (event, signal) => {
      const delivery = await deliverer.deliver(
        event,
        { url, query, headers, schema },
        { retries: retries ? eventGridPolicy : noRetries, signal },
      );
      const { delivered, attempts, durationMs } = delivery;
      return { delivered, attempts: attempts.length, durationMs, text: deliveryText(delivery) };
    },
  };
}

async function run(
  app: App,
  items: readonly ReplayItem[],
  { shown, send }: Target,
  { pace, progress, deliveredBefore }: ReplayRun,
): Promise<ReplayAnswer> {
  const started = Date.now();
  let failed = 0;
  const results = await withProgress(
    l10n.t('Replaying {0} events to {1}', items.length, shown),
    async ({ signal, report }) =>
      replay(items, {
        ...{ send, signal, explain: errorLine, ...pace },
        onResult: (result: ReplayResult, finished, total) => {
          if (result.delivered) progress.note(result.key);
          else failed += 1;
          const done = l10n.t('{0} of {1}', finished, total);
          report(failed === 0 ? done : l10n.t('{0}, {1} failed', done, failed), finished / total);
        },
      }),
  );
  const total = items.length;
  if (results.length < total) await progress.end();
  else await progress.forget();
  const text = replayReport(
    { target: shown, ...{ results, total, deliveredBefore }, durationMs: Date.now() - started },
    new Date(),
  );
  const uri = app.inspector.reports.add(l10n.t('Replay of events'), text);
  await vscode.commands.executeCommand('markdown.showPreview', uri);
  return { delivered: results.length - failed, total, report: uri.toString() };
}
