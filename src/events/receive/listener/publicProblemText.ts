import * as l10n from '@vscode/l10n';
import type { Explanation } from '../../../base/explanation.ts';
import { networkFailureText } from '../../send/http/networkFailureText.ts';
import type { PublicProblem } from './publicAddress.ts';

const texts: Readonly<Record<Exclude<PublicProblem['kind'], 'noAnswer'>, () => Explanation>> = {
  notAUrl: () => ({
    title: l10n.t('This is not an address'),
    why: l10n.t('A public address begins with https://.'),
    next: l10n.t('Copy the forwarded address from the Ports view.'),
  }),
  notHttps: () => ({
    title: l10n.t('The address must begin with https://'),
    why: l10n.t('Event Grid delivers to HTTPS only.'),
    next: l10n.t('Copy the forwarded address from the Ports view.'),
  }),
  private: () => ({
    title: l10n.t('The address requires a sign-in'),
    why: l10n.t('The port is forwarded, but its visibility is Private, so Event Grid cannot reach it.'),
    next: l10n.t('Set Port Visibility to Public in the Ports view, and try again.'),
  }),
  elsewhere: () => ({
    title: l10n.t('Something else answers at this address'),
    why: l10n.t('The answer did not come from this listener.'),
    next: l10n.t('Check that the forwarded port is the one that the listener uses.'),
  }),
  notForwarded: () => ({
    title: l10n.t('The address does not lead to the listener'),
    why: l10n.t('A server answers there, but it does not pass requests on to this machine.'),
    next: l10n.t('Forward the port again in the Ports view, and check that the listener is running.'),
  }),
};

/** Why an address cannot be used as the public one of the listener. */
export function publicProblemText(problem: PublicProblem): Explanation {
  if (problem.kind !== 'noAnswer') return texts[problem.kind]();
  return {
    title: l10n.t('The address does not answer'),
    why: networkFailureText({ kind: 'failure', reason: problem.reason, code: '', durationMs: 15_000 }),
    next: l10n.t('Check the address in the Ports view.'),
  };
}
