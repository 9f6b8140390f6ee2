import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import { createDeliverer } from '../../events/send/delivery/deliverer.ts';
import { handshakeText } from '../../events/send/delivery/text.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { localWebhook } from '../../views/events/localDelivery.ts';
import { notify } from '../../views/messages/notify.ts';
import { shownUrl } from '../../events/send/webhook/target.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { linkTo } from './send.ts';
import { pickSchema } from './pickSchema.ts';
import type { LocalEventsOptions } from './arguments.ts';
import { chooseWebhook } from './pickWebhook.ts';
import { chosenQueue } from './receive/pickQueue.ts';
import { showQuickPick } from '../../views/prompts.ts';

/**
 * Lets the events of the local service go to a webhook or a queue from now on, as if an event subscription were
 * made: with the handshake first, where it is wanted.
 * @returns the webhook without its query, or the queue; undefined when the events go nowhere
 */
export async function deliverLocalEvents(
  app: App,
  given: LocalEventsOptions = {},
): Promise<string | undefined> {
  const { globalState } = app.context;
  const current = localWebhook(globalState);
  if (
    given.stop ||
    (current && given.url === undefined && given.queue === undefined && (await wantsToStop(current.url)))
  ) {
    await app.events.setLocalWebhook(undefined);
    return undefined;
  }
  const schema = given.schema ?? (await pickSchema(app, ['eventGrid', 'cloudEvents']));
  const queue = await chosenQueue(app, given, {
    title: l10n.t('Events of the Local Service'),
    placeHolder: l10n.t('Where to?'),
  });
  if (queue) {
    await app.events.setLocalWebhook({ url: queue.url, queue: queue.id, schema, retries: false });
    void notify.info(l10n.t('Events of the local service now go to {0}.', queue.url));
    return queue.url;
  }
  const webhook = await chooseWebhook(app, given);
  const { url, query, headers, handshake, retries } = webhook;
  if (handshake) {
    const result = await withProgress(
      l10n.t('Validating {0}', shownUrl({ url, query: '' })),
      ({ signal, reportLinks }) =>
        createDeliverer({ log: (line) => app.log.trace(line) }).validate(
          { url, query, headers, schema },
          {
            signal,
            onWaiting: (link) =>
              reportLinks(l10n.t('Waiting for the validation URL to be opened: {0}', linkTo(link))),
          },
        ),
    );
    if (!result.passed) throw new UserError(handshakeText(result));
  }
  await app.events.setLocalWebhook({ url, schema, retries });
  void notify.info(l10n.t('Events of the local service now go to {0}.', shownUrl({ url, query: '' })));
  return url;
}

async function wantsToStop(url: string): Promise<boolean> {
  const stop = { label: l10n.t('Stop Delivering'), description: url, stop: true };
  const other = { label: l10n.t('Another Webhook or Queue…'), stop: false };
  const picked = await showQuickPick([stop, other], {
    title: l10n.t('Events of the Local Service'),
  });
  return Cancelled.unless(picked).stop;
}
