import * as l10n from '@vscode/l10n';
import { formatMoment, printable } from '../../base/display.ts';
import { commandLink, escapedHtml, plainPage } from '../../base/text/page.ts';
import { landingCauseText } from './causeText.ts';
import type { LandingCause } from './landing.ts';

/** A recording whose files did not come. Times are in ms since 1970. */
export interface MissingFiles {
  readonly recordingId: string;
  /** What the user calls the call, the container and the resource. */
  readonly call: string;
  readonly container: string;
  readonly endedAt: number;
  /** When they were last looked for. */
  readonly searchedAt: number;
  readonly causes: readonly LandingCause[];
  /** What a check of the setup is about. */
  readonly setup: { readonly resource: string; readonly container: string };
}

type Action = 'download' | 'checkSetup' | 'startLocal' | 'find' | 'lookAgain' | 'history' | 'log';

/** What each cause leads to. */
const actionOf: Readonly<Record<LandingCause, Action>> = {
  exportFailed: 'download',
  noManagedIdentity: 'checkSetup',
  noRole: 'checkSetup',
  firewall: 'checkSetup',
  neverRecorded: 'history',
  tooManyFiles: 'find',
  containerNotReadable: 'log',
  localServiceEnded: 'startLocal',
  localServiceCannotWrite: 'log',
};

/** What holds for each of them. */
const general: readonly Action[] = ['lookAgain', 'history', 'log'];

/** What happened, what to do with links that do it, and what is good to know, as a page without scripts. */
export function missingFilesPage(about: MissingFiles, nonce: string): string {
  const { call, causes, endedAt } = about;
  const actions = causes.map((cause) => actionOf[cause]);
  const steps = causes.map((cause, at) => {
    const { why, next } = landingCauseText(cause, endedAt);
    const action = actionOf[cause];
    // A link that solves several steps follows the last of them.
    const link = !actions.includes(action, at + 1) ? `<p>${linkTo(action, about)}</p>` : '';
    return `<li><strong>${shown(why)}</strong><p>${shown(next)}</p>${link}</li>`;
  });
  const others = general.filter((action) => !actions.includes(action));
  const body = `<p>${shown(whatHappened(about))}</p>
<h2>${shown(l10n.t('What to do'))}</h2>
<p>${shown(l10n.t('These are the likely causes. Go through them in this order:'))}</p>
<ol>${steps.join('\n')}</ol>
<p class="actions">${others.map((action) => linkTo(action, about)).join('\n')}</p>
<h2>${shown(l10n.t('Good to know'))}</h2>
<p>${shown(background(causes))}</p>`;
  return plainPage({ title: l10n.t('No files of call {0} arrived.', printable(call)), body, style, nonce });
}

function whatHappened({ container, endedAt, searchedAt, causes }: MissingFiles): string {
  const ended = formatMoment(new Date(endedAt));
  if (causes.includes('containerNotReadable'))
    return l10n.t('The recording ended {0}. The container {1} could not be read.', ended, container);
  return l10n.t(
    'The recording ended {0}. The container {1} was last searched {2}: nothing of it was there.',
    ended,
    container,
    formatMoment(new Date(searchedAt)),
  );
}

function background(causes: readonly LandingCause[]): string {
  return causes.some((cause) => cause === 'localServiceEnded' || cause === 'localServiceCannotWrite')
    ? l10n.t('The local service writes the files itself, right after the end of the recording.')
    : l10n.t(
        'Communication Services writes the files with its managed identity, usually a few minutes after the end. Where that fails, it keeps them for 24 hours and sends their addresses in the event {0}.',
        'RecordingFileStatusUpdated',
      );
}

function linkTo(action: Action, { recordingId, setup }: MissingFiles): string {
  const command = (name: string, text: string, argument?: object): string =>
    commandLink(`callRecordings.${name}`, argument, text);
  switch (action) {
    case 'download':
      return command('downloadFromAcs', l10n.t('Download from ACS Storage…'), { recordingId });
    case 'checkSetup':
      return command('checkSetup', l10n.t('Check Setup…'), setup);
    case 'startLocal':
      return command('startLocalService', l10n.t('Start Local Service'));
    case 'find':
      return command('findRecording', l10n.t('Find Recording of a Call…'));
    case 'lookAgain':
      return command('findFiles', l10n.t('Look Again'), { recordingId });
    case 'history':
      return command('showHistory', l10n.t('Show History'), { recordingId });
    case 'log':
      return command('showLog', l10n.t('Show Log'));
  }
}

function shown(text: string): string {
  return escapedHtml(printable(text));
}

const style = `
li { margin: 8px 0; }
.actions a { margin-inline-end: 16px; }
`;
