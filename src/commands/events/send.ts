import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { curlFor } from '../../events/send/webhook/curl.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { createDeliverer } from '../../events/send/delivery/deliverer.ts';
import type { Delivery } from '../../events/send/delivery/delivery.ts';
import { shownUrl } from '../../events/send/webhook/target.ts';
import { isCallback, isValidation } from '../../events/send/webhook/request.ts';
import { deliveryText, outcomeText } from '../../events/send/delivery/text.ts';
import { eventGridPolicy, noRetries } from '../../events/send/delivery/retrySchedule.ts';
import type { WireEvent } from '../../recording/event/event.ts';
import { durationText } from '../../base/text/duration.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { answerUri, deliveryUri } from '../../views/events/address.ts';
import { eventRow } from '../../views/events/rows.ts';
import { Webhooks } from '../../views/events/webhooks.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { CurlOptions, EventArgument, SendOptions } from './arguments.ts';
import { eventSource, wireEvents } from './source.ts';
import { chooseWebhook, type ChosenWebhook } from './pickWebhook.ts';
import { withoutLinks } from '../../views/messages/withoutLinks.ts';
import { notify } from '../../views/messages/notify.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { UserError } from '../../base/userError.ts';
import { titleOf } from '../prompts/title.ts';
import { showQuickPick } from '../../views/prompts.ts';

/**
 * Sends events to a webhook, one by one as Event Grid does, and opens what the endpoint answered.
 * @returns what became of each
 */
export async function sendEvent(
  app: App,
  argument: (EventArgument & SendOptions) | undefined,
): Promise<readonly Delivery[]> {
  const source = await eventSource(app, argument);
  const events = wireEvents(source);
  const options: SendOptions =
    argument && !(argument instanceof vscode.Uri) && !('kind' in argument) ? argument : {};
  const isLeftOpen = source.read.some(({ notes }) => notes.some(({ code }) => code === 'placeholder'));
  if (isLeftOpen && options.url === undefined) await confirmPlaceholders();
  const needsHandshake = events.some((event) => !isCallback(event) && !isValidation(event));
  const webhook = await chooseWebhook(app, options, needsHandshake);
  return deliverAll(app, events, webhook);
}

/** Sends once more what was sent, to where it was sent, with the secrets that are kept for it. */
export async function sendAgain(
  app: App,
  argument: EventArgument | undefined,
): Promise<Delivery | undefined> {
  const delivery = await deliveryOf(app, argument, 'sendAgain');
  const [again] = await deliverAll(
    app,
    [delivery.event],
    await chooseWebhook(app, {
      url: delivery.url,
      handshake: delivery.handshake !== undefined,
      retries: new Webhooks(app.context).find(delivery.url)?.retries ?? false,
    }),
  );
  return again;
}

/** Copies the sending of an event as a curl command, for the shell of this machine; secrets stay out of it. */
export async function copyEventAsCurl(
  app: App,
  argument: (EventArgument & CurlOptions) | undefined,
): Promise<string> {
  const webhooks = new Webhooks(app.context);
  const isDelivery = argument && 'kind' in argument && argument.kind === 'delivery';
  const event = isDelivery ? argument.delivery.event : wireEvents(await eventSource(app, argument))[0];
  const url = isDelivery
    ? argument.delivery.url
    : (webhooks.list()[0]?.url ?? 'http://localhost:7071/api/recordings');
  const schema = event && 'specversion' in event ? 'cloudEvents' : 'eventGrid';
  const target = { schema, ...(await webhooks.secretsOf(url)) } as const;
  const usual = process.platform === 'win32' ? 'powershell' : 'posix';
  const shell = (argument && 'shell' in argument ? argument.shell : undefined) ?? usual;
  const command = curlFor(Cancelled.unless(event), target, shell);
  await vscode.env.clipboard.writeText(command);
  const names = [...new Set(command.match(/WEBHOOK_[A-Z0-9_]+/g) ?? [])];
  vscode.window.setStatusBarMessage(
    [
      shell === 'powershell'
        ? l10n.t('$(check) Copied as curl for PowerShell.')
        : l10n.t('$(check) Copied as curl for bash, zsh and other POSIX shells.'),
      ...(names.length === 0 ? [] : [l10n.t('Set the secrets in: {0}', names.join(', '))]),
    ].join(' '),
    6000,
  );
  return command;
}

/** Opens what an endpoint answered, or the event that was sent to it. @returns the document's address */
export async function openDelivery(
  app: App,
  argument: EventArgument | undefined,
  part: 'answer' | 'event',
): Promise<string> {
  const delivery = await deliveryOf(app, argument, part === 'answer' ? 'openDelivery' : 'openSentEvent');
  const uri = part === 'answer' ? answerUri(delivery.id, statusOf(delivery)) : deliveryUri(delivery.id);
  // Where it is on screen already, beside the event that was sent.
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  await vscode.window.showTextDocument(uri, {
    preview: true,
    ...withoutUndefined({ viewColumn: shown?.viewColumn }),
  });
  return uri.toString();
}

/** Forgets all that was sent. @returns how many */
export async function clearDeliveries(
  app: App,
  given: { readonly ask?: boolean } | undefined,
): Promise<number> {
  const { length } = await app.events.deliveries.load();
  const clear = l10n.t('Clear');
  if (given?.ask !== false && length > 0) {
    const detail = l10n.t('Only this list is cleared. This cannot be undone.');
    const picked = await notify.ask(l10n.t('Clear the history of {0} deliveries?', length), detail, clear);
    if (picked !== clear) throw new Cancelled();
  }
  await app.events.deliveries.clear();
  return length;
}

async function deliveryOf(app: App, argument: EventArgument | undefined, command: string): Promise<Delivery> {
  const node = argument ? ('kind' in argument ? argument : undefined) : app.events.tree.selection;
  if (node?.kind === 'delivery') return node.delivery;
  if (argument && 'id' in argument && typeof argument.id === 'string') {
    const found = await app.events.deliveries.find(argument.id);
    if (!found) throw new UserError(l10n.t('This delivery is no longer remembered.'));
    return found;
  }
  const all = await app.events.deliveries.load();
  if (all.length === 0) throw new UserError(l10n.t('Nothing has been sent yet.'));
  const picked = await showQuickPick(
    all.map((delivery) => {
      const { label, icon, description = '' } = eventRow({ kind: 'delivery', delivery });
      const detail = withoutIcons(deliveryText(delivery));
      return { label: `$(${icon}) ${withoutIcons(label)}`, description, detail, delivery };
    }),
    {
      title: titleOf(app, command),
      placeHolder: l10n.t('Which delivery?'),
      ...{ matchOnDescription: true, matchOnDetail: true },
    },
  );
  return Cancelled.unless(picked).delivery;
}

function statusOf({ attempts }: Delivery): number | undefined {
  const outcome = attempts.at(-1)?.outcome;
  return outcome?.kind === 'answer' ? outcome.status : undefined;
}

async function deliverAll(
  app: App,
  events: readonly WireEvent[],
  webhook: ChosenWebhook,
): Promise<readonly Delivery[]> {
  const deliverer = createDeliverer({ log: (line) => app.log.trace(line) });
  const { url, query, headers, handshake } = webhook;
  const deliveries = await withProgress(
    l10n.t('Sending to {0}', shownUrl({ url, query: '' })),
    async ({ signal, report, reportLinks }) => {
      const done: Delivery[] = [];
      for (const [index, event] of events.entries()) {
        if (events.length > 1)
          report(l10n.t('Event {0} of {1}', index + 1, events.length), index / events.length);
        const schema = 'specversion' in event ? 'cloudEvents' : 'eventGrid';
        let endWait = (): void => undefined;
        const delivery = await deliverer.deliver(
          event,
          { url, query, headers, schema },
          {
            // A subscription is validated once, not for each event.
            handshake: handshake && index === 0,
            retries: webhook.retries ? eventGridPolicy : noRetries,
            signal,
            onWaiting: (validationUrl) =>
              reportLinks(
                l10n.t(
                  'The endpoint sent no code. Waiting for the validation URL to be opened: {0}',
                  linkTo(validationUrl),
                ),
              ),
            onAttempt: ({ outcome }, number, pause) => {
              endWait();
              if (!pause) return;
              endWait = app.events.pauses.add(pause.retryNow);
              const failed = l10n.t(
                'Attempt {0}: {1} Next one in {2}.',
                number,
                outcomeText(outcome),
                durationText(pause.ms),
              );
              const retryNow = `[${l10n.t('Retry Now')}](command:callRecordings.retryDelivery)`;
              reportLinks(`${withoutLinks(failed)} ${retryNow}`);
            },
          },
        );
        endWait();
        await app.events.deliveries.add(delivery);
        app.log.info(`Event sent to ${delivery.shownUrl}: ${logOf(delivery)}`);
        done.push(delivery);
        if (!delivery.delivered) break;
      }
      return done;
    },
  );
  const last = deliveries.at(-1);
  if (last) await showAnswer(last);
  if (last && !last.delivered && deliveries.length < events.length) {
    void notify.warn(
      l10n.t(
        'Sending stopped at event {0} of {1}; the rest were not sent.',
        deliveries.length,
        events.length,
      ),
    );
  }
  return deliveries;
}

/** A link for a notification, which shows no other ones. */
export function linkTo(url: string): string {
  return `[${url}](${url})`;
}

async function showAnswer(delivery: Delivery): Promise<void> {
  await vscode.window.showTextDocument(answerUri(delivery.id, statusOf(delivery)), {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  });
}

function logOf({ attempts, delivered, stopped }: Delivery): string {
  const outcome = attempts.at(-1)?.outcome;
  const answer =
    outcome?.kind === 'answer' ? `status ${outcome.status}` : (outcome?.reason ?? 'nothing sent');
  return `${delivered ? 'delivered' : (stopped ?? '')}, ${answer}, attempts: ${attempts.length}`;
}

async function confirmPlaceholders(): Promise<void> {
  const send = l10n.t('Send Anyway');
  const picked = await notify.ask(
    l10n.t('Values in this event are still to be filled in.'),
    l10n.t('They are marked in the document, such as <serverCallId>.'),
    send,
  );
  if (picked !== send) throw new Cancelled();
}
