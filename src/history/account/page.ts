import * as l10n from '@vscode/l10n';
import { formatMoment, printable } from '../../base/display.ts';
import { scrubSecrets } from '../../base/scrubSecrets.ts';
import { durationText } from '../../base/text/duration.ts';
import { commandLink, escapedHtml, plainPage } from '../../base/text/page.ts';
import type { Account } from './account.ts';
import type { AccountCheck } from './checks.ts';
import type { AccountEntry } from './entries.ts';
import { checkTitles, entryIds, openCommands, openTexts, standingSigns, standingTexts } from './text.ts';

/** What can be done with an account: a command and its name. */
export interface AccountAction {
  readonly title: string;
  readonly command: string;
  readonly argument?: object;
}

/**
 * An account as a page without scripts, whose links open the events and deliveries in it. What others wrote is
 * escaped, and only the links that are made here do anything.
 */
export function accountPage(
  { ids, entries, checks, next, at }: Account,
  actions: readonly AccountAction[],
  nonce: string,
): string {
  const body = `<dl>${ids.map(({ label, value }) => `<dt>${shown(label)}</dt><dd>${asIs(value)}</dd>`).join('')}</dl>
<h2>${shown(l10n.t('Progress'))}</h2>
<ul class="checks">${checks.map((check) => checkPart(check, next)).join('\n')}</ul>
${next === undefined ? '' : `<p><strong>${shown(l10n.t('Next:'))}</strong> ${shown(next)}</p>`}
<p class="actions">${actions.map(({ command, argument, title }) => commandLink(command, argument, title)).join('\n')}</p>
<h2>${shown(l10n.t('What happened'))}</h2>
${entries.length === 0 ? `<p>${shown(l10n.t('Nothing is known yet.'))}</p>` : ''}
<ol>${entries.map((entry, index) => entryPart(entry, entries[index - 1]?.at)).join('\n')}</ol>
<p class="note">${shown(l10n.t('Compiled {0}. Times of files are from the storage, all others from this computer.', formatMoment(new Date(at))))}</p>`;
  return plainPage({ title: l10n.t('History of a recording'), body, style, nonce });
}

/** @param first what is said to be next for the whole, and not again here */
function checkPart({ id, standing, text, next }: AccountCheck, first: string | undefined): string {
  const advice =
    next === undefined || next === first || standing === 'passed' ? '' : `<p class="note">${shown(next)}</p>`;
  return `<li class="${standing}"><strong>${standingSigns[standing]} ${shown(checkTitles[id]())}</strong> (${shown(standingTexts[standing]())}): ${shown(text)}${advice}</li>`;
}

function entryPart(entry: AccountEntry, before: number | undefined): string {
  const { at, text, opens } = entry;
  const after =
    before === undefined ? '' : `<span class="after">+${shown(durationText(at - before))}</span> `;
  const link = opens
    ? ` ${commandLink(openCommands[opens.kind], { id: opens.id }, openTexts[opens.kind]())}`
    : '';
  const notes = entryIds(entry).map(
    ({ label, id }) => `<p class="note">${shown(label)} <code>${asIs(id)}</code></p>`,
  );
  return `<li><span class="note">${shown(formatMoment(new Date(at)))}</span> ${after}<p>${shown(text)}${link}</p>${notes.join('')}</li>`;
}

/** An ID as it is: what looks for secrets would take a long one for a key. */
function asIs(text: string): string {
  return escapedHtml(printable(text));
}

/** A text of others, without secrets, that turns neither into markup nor the direction of what follows. */
function shown(text: string): string {
  return escapedHtml(printable(scrubSecrets(text)));
}

const style = `
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; }
dt, .note { color: var(--vscode-descriptionForeground); }
dd { margin: 0; overflow-wrap: anywhere; }
.actions a { margin-inline-end: 16px; }
code { font-family: var(--vscode-editor-font-family); }
ol, .checks { list-style: none; padding: 0; }
li { margin: 6px 0; padding-inline-start: 10px; border-inline-start: 3px solid var(--vscode-descriptionForeground); }
.checks .passed { border-color: var(--vscode-charts-green); }
.checks .failed { border-color: var(--vscode-charts-red); }
.checks .waiting { border-color: var(--vscode-charts-blue); }
.after { font-weight: 600; }
@media (max-width: 420px) { dl { grid-template-columns: minmax(0, 1fr); } dd { margin-bottom: 6px; } }
`;
