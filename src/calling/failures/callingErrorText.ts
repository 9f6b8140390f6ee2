import * as l10n from '@vscode/l10n';
import type { Explanation } from '../../base/explanation.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { connectionStringAdvice } from '../connection/stringText.ts';
import type { CallingError, CallingOperation } from './callingError.ts';
import { reasonTexts } from './reasonText.ts';
import type { CallingErrorReason, Outcome } from './reasons.ts';

/** A failure in words for a person. */
export interface CallingExplanation extends Explanation {
  /** What to quote to support, where the service gave an ID. */
  readonly quote?: string;
}

/** Says what failed, why, what to do next, and which ID to quote to support. */
export function explainCallingError(error: CallingError): CallingExplanation {
  const { operation, outcome, problem, reason } = error;
  const { why, next } = problem === undefined ? reasonTexts[reason](error) : connectionStringAdvice(problem);
  return withoutUndefined({
    title: titles[operation ?? 'connect'][outcome](),
    why,
    next,
    quote: quoteOf(error),
  });
}

/** The explanation in one line. */
export function callingErrorMessage(error: CallingError): string {
  const { title, why, next, quote } = explainCallingError(error);
  return [`${title}.`, why, next, quote].filter((part) => part !== undefined && part !== '').join(' ');
}

/** Why, in one sentence. */
export function callingReasonText(reason: CallingErrorReason): string {
  return reasonTexts[reason]({}).why;
}

type Titles = Readonly<Record<Exclude<Outcome, 'done'>, () => string>>;

const stateUnknown = (): string => l10n.t('The state of the recording is unknown');
const cannotBeUsed = (): string => l10n.t('The Communication Services resource cannot be used');

const titles: Readonly<Record<CallingOperation | 'connect', Titles>> = {
  start: {
    refused: () => l10n.t('The recording was not started'),
    unknown: () => l10n.t('The outcome is not known: the recording may have started'),
  },
  getState: { refused: stateUnknown, unknown: stateUnknown },
  pause: {
    refused: () => l10n.t('The recording was not paused'),
    unknown: () => l10n.t('The outcome is not known: the recording may be paused'),
  },
  resume: {
    refused: () => l10n.t('The recording was not resumed'),
    unknown: () => l10n.t('The outcome is not known: the recording may have resumed'),
  },
  stop: {
    refused: () => l10n.t('The recording was not stopped'),
    unknown: () => l10n.t('The outcome is not known: the recording may have stopped'),
  },
  download: {
    refused: () => l10n.t('The recording was not downloaded'),
    unknown: () => l10n.t('The recording was not downloaded'),
  },
  delete: {
    refused: () => l10n.t('The recording was not deleted'),
    unknown: () => l10n.t('The outcome is not known: the recording may have been deleted'),
  },
  connect: { refused: cannotBeUsed, unknown: cannotBeUsed },
};

function quoteOf({ trace, status, code }: CallingError): string | undefined {
  const answered = [status, code].filter((part) => part !== undefined).join('/');
  if (trace.correlationId !== undefined)
    return answered === ''
      ? l10n.t('Correlation ID for support: {0}', trace.correlationId)
      : l10n.t('Answer {0}, correlation ID for support: {1}', answered, trace.correlationId);
  if (trace.clientRequestId !== undefined && answered !== '')
    return l10n.t('Answer {0}, request ID for support: {1}', answered, trace.clientRequestId);
  return answered === '' ? undefined : l10n.t('Answer: {0}', answered);
}
