import * as l10n from '@vscode/l10n';
import { type Evidence } from '../evidence/evidence.ts';
import { type EventSubscription, recordingEventType } from '../facts/events.ts';
import { type Check, type Verdict, resourceInAzure, unknownVerdict } from './line.ts';

/** A subscription that ends within this is a warning. */
const soonMs = 7 * 86_400_000;

/** Line 8: whether the event about the files is delivered to anyone. @param now ms since 1970 */
export function eventChecks(now: () => number): readonly Check[] {
  return [
    {
      id: 'eventProvider',
      section: 'events',
      label: () => l10n.t('Event Grid is registered'),
      why: () =>
        l10n.t('Without the resource provider Microsoft.EventGrid, no event subscription can be created.'),
      needs: ['eventProvider'],
      applies: resourceInAzure,
      judge: ({ eventProvider }) => {
        if (eventProvider.kind !== 'seen') return unknownVerdict(eventProvider);
        switch (eventProvider.value) {
          case 'Registered':
            return { state: 'passed', seen: l10n.t('Registered.') };
          case 'Registering':
            return {
              state: 'warning',
              seen: l10n.t('Being registered.'),
              next: l10n.t('Check again in a minute or two.'),
            };
          case 'NotRegistered':
          case 'Unregistered':
          case 'Unregistering':
            return {
              state: 'failed',
              seen: l10n.t('Not registered in this subscription.'),
              next: l10n.t('Register it.'),
              mend: 'provider',
            };
          default:
            return { state: 'unknown', seen: eventProvider.value };
        }
      },
    },
    {
      id: 'eventSubscription',
      section: 'events',
      label: () => l10n.t('Event subscription'),
      why: () =>
        l10n.t(
          'The event {0} says that the files of a recording are there. Recording works without it.',
          recordingEventType,
        ),
      needs: ['events'],
      applies: resourceInAzure,
      judge: ({ events }) => {
        if (events.kind !== 'seen') return unknownVerdict(events);
        return judgeSubscriptions(events.value, now());
      },
    },
    {
      id: 'eventDelivery',
      section: 'events',
      label: () => l10n.t('Deliveries of the last day'),
      why: () =>
        l10n.t('Event Grid drops an event that it cannot deliver, unless it has a place for dead letters.'),
      needs: ['deliveries'],
      applies: resourceInAzure,
      judge: ({ deliveries }) => {
        if (deliveries.kind === 'missing')
          return {
            state: 'unknown',
            seen: l10n.t('There is nothing to measure: no system topic of the resource was found.'),
          };
        if (deliveries.kind !== 'seen') return unknownVerdict(deliveries);
        const { delivered, failed, dropped, deadLettered } = deliveries.value;
        const seen = l10n.t(
          '{0} delivered, {1} failed attempts, {2} dropped, {3} dead-lettered.',
          delivered,
          failed,
          dropped,
          deadLettered,
        );
        if (dropped + deadLettered + failed === 0) return { state: 'passed', seen };
        return {
          state: 'warning',
          seen,
          next: l10n.t(
            'See what the endpoint answers. Event Grid does not retry an event that is refused with 400, 401, 403 or 413.',
          ),
        };
      },
    },
  ];
}

function judgeSubscriptions(
  { subscriptions, unread }: Extract<Evidence['events'], { kind: 'seen' }>['value'],
  now: number,
): Verdict {
  const judged = subscriptions.map((one) => ({ one, problems: problemsOf(one, now) }));
  const good = judged.find(({ problems }) => problems.length === 0);
  const details = judged.map(({ one, problems }) => [describe(one), ...problems].join(' '));
  if (good) return { state: 'passed', seen: describe(good.one), details };
  // One that may miss events is better than none.
  const [first] = judged.filter(({ problems }) => problems.every((text) => !text.startsWith(noMatch())));
  if (first)
    return {
      state: 'warning',
      seen: `${describe(first.one)} ${first.problems[0] ?? ''}`,
      details,
      mend: 'events',
    };
  if (unread)
    return {
      ...unknownVerdict({ kind: 'failed', failure: unread }),
      ...(details.length > 0 ? { details } : {}),
    };
  return {
    state: 'warning',
    seen:
      subscriptions.length === 0
        ? l10n.t('None on the resource or on a system topic of it.')
        : l10n.t('None of {0} subscriptions includes the recording event.', subscriptions.length),
    next: l10n.t('Create one, to a storage queue or to a webhook.'),
    mend: 'events',
    details,
  };
}

const noMatch = (): string => l10n.t('It does not include the recording event.');

/** What would keep a recording event from being delivered; empty where nothing does. */
function problemsOf(one: EventSubscription, now: number): readonly string[] {
  const problems: string[] = [];
  if (one.includedTypes && !one.includedTypes.includes(recordingEventType)) problems.push(noMatch());
  if (one.provisioningState !== 'Succeeded')
    problems.push(l10n.t('Its provisioning state is {0}.', one.provisioningState ?? '?'));
  const expiresMs = Date.parse(one.expires ?? '');
  if (expiresMs <= now) problems.push(l10n.t('It expired on {0}.', one.expires ?? ''));
  else if (expiresMs - now < soonMs) problems.push(l10n.t('It expires on {0}.', one.expires ?? ''));
  problems.push(...filterProblems(one));
  return problems;
}

/** The subject of the event is `/recording/call/{callId}/recordingId/{recordingId}`. */
const subjectStart = '/recording/call/';

function filterProblems(one: EventSubscription): readonly string[] {
  const same = (text: string): string => (one.caseSensitive ? text : text.toLowerCase());
  const problems: string[] = [];
  const begins = one.subjectBeginsWith;
  if (begins !== undefined) {
    const [wanted, given] = [same(subjectStart), same(begins)];
    if (!wanted.startsWith(given))
      problems.push(
        given.startsWith(wanted)
          ? l10n.t('Its filter takes only subjects that begin with {0}.', begins)
          : l10n.t('Its filter asks for subjects that begin with {0}, which no recording event has.', begins),
      );
  }
  if (one.subjectEndsWith !== undefined)
    problems.push(l10n.t('Its filter takes only subjects that end with {0}.', one.subjectEndsWith));
  for (const { operator, key, values } of one.advancedFilters)
    problems.push(
      l10n.t('An advanced filter may exclude events: {0} {1} {2}.', key, operator, values.join(', ')),
    );
  return problems;
}

function describe({ name, destination, schema, deadLetters }: EventSubscription): string {
  const to =
    destination.kind === 'StorageQueue'
      ? l10n.t('queue {0}', destination.queue)
      : destination.kind === 'WebHook'
        ? l10n.t('webhook {0}', destination.baseUrl ?? '')
        : destination.type;
  const format = schema === 'CloudEventSchemaV1_0' ? 'CloudEvents' : (schema ?? '?');
  const letters = deadLetters ? l10n.t('dead letters are kept') : l10n.t('no dead letters');
  return `${name}: ${to}, ${format}, ${letters}.`;
}
