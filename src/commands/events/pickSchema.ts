import * as l10n from '@vscode/l10n';
import type { EventSchema } from '../../recording/event/event.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { showQuickPick } from '../../views/prompts.ts';

const stateKey = 'callRecordings.eventSchema';

/**
 * Asks for the schema where there is a choice; the one chosen last comes first.
 * @throws Cancelled
 */
export async function pickSchema(
  app: App,
  schemas: readonly [EventSchema, ...EventSchema[]],
): Promise<EventSchema> {
  if (schemas.length === 1) return schemas[0];
  const last = app.context.globalState.get<EventSchema>(stateKey);
  const items = [...schemas]
    .sort((a, b) => Number(b === last) - Number(a === last))
    .map((schema) =>
      schema === 'eventGrid'
        ? {
            schema,
            label: l10n.t('Event Grid Schema'),
            description: l10n.t('The default of an event subscription'),
          }
        : {
            schema,
            label: l10n.t('CloudEvents 1.0'),
            description: l10n.t('The same data in another envelope'),
          },
    );
  const picked = Cancelled.unless(
    await showQuickPick(items, {
      title: l10n.t('Schema of the Event'),
      placeHolder: l10n.t('In which schema is your event subscription?'),
    }),
  );
  await app.context.globalState.update(stateKey, picked.schema);
  return picked.schema;
}
