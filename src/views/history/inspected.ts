import { isLandedWhole } from '../../calling/active/recording.ts';
import { type Account, accountOf } from '../../history/account/account.ts';
import type { Recording } from '../../recording/call.ts';
import type { App } from '../app.ts';
import type { InspectorTarget } from '../inspector/protocol.ts';
import { gather } from './gather.ts';
import { subjectOfPlace } from './subject.ts';

/** Whether all files of the recording in an inspector are known to be there. */
export async function hasLanded(app: App, { containerId, recordingPath }: InspectorTarget): Promise<boolean> {
  const { active } = await app.active.services();
  return isLandedWhole(active.list(), containerId, recordingPath);
}

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
