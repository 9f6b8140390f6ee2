import * as l10n from '@vscode/l10n';
import { checkPublicAddress } from '../../events/receive/listener/publicAddress.ts';
import { publicProblemText } from '../../events/receive/listener/publicProblemText.ts';
import { checkCallbackUrl } from '../../calling/start/check.ts';
import { urlProblemText } from '../../calling/start/problemText.ts';
import type { App } from '../../views/app.ts';
import type { Listening } from '../../views/events/receiving/listening.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { LastStart } from './draft.ts';
import { type Back, type PickItem, type StepPlace, askPick, askText, back } from '../prompts/wizard.ts';

type Choice = 'listener' | 'other';

/** Asks which address gets `RecordingStateChanged`: that of the event listener, or any other. */
export async function askCallback(
  app: App,
  last: LastStart,
  isLocal: boolean,
  place: StepPlace,
): Promise<string | Back> {
  const { listening } = await app.events.receiving();
  const items: readonly PickItem<Choice>[] = [
    await listenerItem(listening, isLocal),
    { label: `$(edit) ${l10n.t('Another address…')}`, value: 'other' },
  ];
  for (;;) {
    const choice = await askPick(
      place,
      l10n.t('Which address gets RecordingStateChanged?'),
      items,
      items.find(({ value }) => value === (last.callbackUrl === undefined ? 'listener' : 'other')),
    );
    if (choice === back) return back;
    if (choice === 'listener') {
      await listening.start();
      return listening.addressWithKey('callbacks', isLocal ? undefined : listening.state?.publicOrigin);
    }
    const url = await askUrl(last, isLocal, { ...place, canGoBack: true });
    if (url !== back) return url;
  }
}

async function listenerItem(listening: Listening, isLocal: boolean): Promise<PickItem<Choice>> {
  const { port, publicOrigin } = listening.state ?? {};
  const item = { label: `$(broadcast) ${l10n.t('Event listener')}`, value: 'listener' } as const;
  if (isLocal)
    return { ...item, description: port === undefined ? l10n.t('starts when chosen') : `127.0.0.1:${port}` };
  if (port === undefined)
    return { ...item, unusable: l10n.t('The event listener is not running. Start it and open it to Azure.') };
  if (publicOrigin === undefined)
    return {
      ...item,
      unusable: l10n.t(
        'Azure cannot reach 127.0.0.1. Choose Open to Azure… on the row of the listener first.',
      ),
    };
  // A tunnel may have ended since it was checked.
  const { token } = await listening.secrets();
  const result = await withProgress(l10n.t('Checking that {0} leads to the listener', publicOrigin), (work) =>
    checkPublicAddress(publicOrigin, token, work.signal),
  );
  if (!('problem' in result)) return { ...item, description: publicOrigin };
  const { title, why } = publicProblemText(result.problem);
  return { ...item, description: publicOrigin, unusable: `${title}. ${why}` };
}

function askUrl(last: LastStart, isLocal: boolean, place: StepPlace): Promise<string | Back> {
  return askText(place, {
    prompt: l10n.t('HTTPS address that gets RecordingStateChanged'),
    placeholder: 'https://example.com/callback',
    value: last.callbackUrl ?? '',
    check: (text) => {
      const checked = checkCallbackUrl(text, isLocal);
      return checked.kind === 'invalid' ? urlProblemText(checked.problem) : undefined;
    },
  });
}
