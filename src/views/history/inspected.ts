import { type Account, accountOf } from '../../history/account/account.ts';
import type { Recording } from '../../recording/call.ts';
import type { App } from '../app.ts';
import type { InspectorTarget } from '../inspector/protocol.ts';
import { gather } from './gather.ts';
import { subjectOfPlace } from './subject.ts';

/** What is known of a recording in an inspector. @param recording its files as they were just listed */
export async function historyOfInspected(
  app: App,
  { containerId, recordingPath }: InspectorTarget,
  { files }: Recording,
  signal: AbortSignal,
): Promise<Account> {
  const services = await app.active.services();
  const container = app.containers.find(containerId);
  const subject = container
    ? subjectOfPlace(app, services, { container, path: recordingPath })
    : { callId: recordingPath.split('/').at(-3) ?? '' };
  return accountOf(await gather(app, services, { ...subject, files }, signal));
}
