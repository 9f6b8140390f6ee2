import * as l10n from '@vscode/l10n';
import { durationText } from '../../base/text/duration.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { localResourceId } from '../../calling/connection/resource.ts';
import { isMetadata, parseBlobName } from '../../recording/blobName.ts';
import { fileStatusType, stateChangedType } from '../../recording/event/event.ts';
import type { Known } from './known.ts';

/** `waiting`: it may still come. `unknown`: there is no evidence either way. */
export type Standing = 'passed' | 'failed' | 'waiting' | 'unknown';

/** The steps on the way from a start to the own endpoint, in order. */
export const checkIds = ['start', 'recording', 'end', 'files', 'event', 'delivery'] as const;
export type CheckId = (typeof checkIds)[number];

/** How far a recording came at one step. */
export interface AccountCheck {
  readonly id: CheckId;
  readonly standing: Standing;
  readonly text: string;
  /** What to do next. */
  readonly next?: string;
}

/** Files that have not arrived after this time will not arrive, in ms. */
const filesWithinMs = 10 * 60_000;

/** Each step from the start to the own endpoint: passed, failed, waited for, or not known. */
export function checksOf(known: Known): readonly AccountCheck[] {
  return checkIds.map((id) => ({ id, ...checks[id](known) }));
}

type Result = Omit<AccountCheck, 'id'>;
const result = (standing: Standing, text: string, next?: string): Result =>
  withoutUndefined({ standing, text, next });

const checks: Readonly<Record<CheckId, (known: Known) => Result>> = {
  start: (known) => {
    if (known.recording) return result('passed', l10n.t('The service accepted the start.'));
    if (wasRecorded(known)) return result('passed', l10n.t('It was started, but not from here.'));
    return result(
      'unknown',
      l10n.t('No start of it is known here: it was made elsewhere, or with another ID.'),
      l10n.t('Look for the answer to the start in the log of your application: it must have a recording ID.'),
    );
  },

  recording: (known) => {
    const { events, recording } = known;
    if (events.some(({ type }) => type.endsWith('StartRecordingFailed')))
      return result(
        'failed',
        l10n.t('The service reported StartRecordingFailed: it could not join the call.'),
        l10n.t('Check that the call was connected and that its ID belongs to this resource.'),
      );
    if (wasRecorded(known) || events.some(({ type }) => type === stateChangedType))
      return result('passed', l10n.t('The recording was made.'));
    if (recording?.steps?.some(({ kind }) => kind === 'seenActive' || kind === 'seenPaused'))
      return result('passed', l10n.t('The service knew the recording when asked for its state.'));
    return result(
      'unknown',
      l10n.t(
        'Nothing shows that the recording began: a start is accepted before the service has joined the call.',
      ),
      l10n.t('Start with a callback URL: RecordingStateChanged or StartRecordingFailed says so.'),
    );
  },

  end: ({ recording, events, files }) => {
    if (recording?.state === 'ended') return result('passed', l10n.t('The recording has ended.'));
    if (events.some(({ type }) => type === fileStatusType) || files.kind === 'found')
      return result('passed', l10n.t('The recording has ended, or a part of it has.'));
    if (recording?.state === 'unknown')
      return result(
        'unknown',
        l10n.t('The service could not be asked for the state of the recording.'),
        l10n.t('Refresh the state of the recording.'),
      );
    return recording
      ? result(
          'waiting',
          l10n.t('The recording is in progress: files are written after it has ended.'),
          l10n.t('Stop the recording or end the call.'),
        )
      : result('unknown', l10n.t('Nothing shows whether the recording has ended.'));
  },

  files: (known) => {
    const { files, recording, now } = known;
    if (files.kind === 'found') return foundFiles(files);
    if (isExportFailed(known))
      return result(
        'failed',
        l10n.t('The export failed: the files are in the storage of Communication Services, for 24 hours.'),
        isLocal(known)
          ? l10n.t('Download them from there. The log says why the local service could not write them.')
          : l10n.t('Download them from there, and check the managed identity, its role and the firewall.'),
      );
    if (recording?.destination.kind === 'acs')
      return result(
        'unknown',
        l10n.t(
          'The recording was meant for the storage of Communication Services, which keeps it for 24 hours.',
        ),
        l10n.t('Download it with the addresses in its RecordingFileStatusUpdated event.'),
      );
    if (files.kind === 'notRead')
      return result(
        'unknown',
        l10n.t('The container could not be read: {0}', files.why),
        l10n.t('Connect the container again.'),
      );
    if (files.kind === 'notLooked')
      return result(
        'unknown',
        l10n.t('It is not known where to look for the files.'),
        l10n.t('Connect the container that they go to, and look by call ID.'),
      );
    const endedAt = recording?.endedAt;
    const where = l10n.t('Searched: {0}.', files.lookedInto.join(', '));
    if (recording && recording.state !== 'ended')
      return result('waiting', l10n.t('The recording has not ended, so no files are expected yet.'));
    return endedAt !== undefined && now - endedAt < filesWithinMs
      ? result('waiting', l10n.t('No files {0} after the end. {1}', durationText(now - endedAt), where))
      : result(
          'failed',
          endedAt === undefined
            ? l10n.t('No files were found. {0}', where)
            : l10n.t('No files were found, {0} after the end. {1}', durationText(now - endedAt), where),
          isLocal(known)
            ? l10n.t(
                'The local service ended before it had written them, or could not write there: the log says why. Record again.',
              )
            : l10n.t(
                'Check the managed identity of the resource, its role on the storage account, and the firewall.',
              ),
        );
  },

  event: (known) => {
    const { events, recording } = known;
    // The first that came: a later one may be a repetition or a replay.
    const [event] = events.filter(({ type }) => type === fileStatusType).toSorted((a, b) => a.at - b.at);
    const endedAt = recording?.endedAt;
    if (event)
      return result(
        'passed',
        endedAt === undefined || event.at < endedAt
          ? l10n.t('RecordingFileStatusUpdated was received.')
          : l10n.t(
              'RecordingFileStatusUpdated was received {0} after the end.',
              durationText(event.at - endedAt),
            ),
      );
    return result(
      'unknown',
      l10n.t(
        'No RecordingFileStatusUpdated event was received here, which says nothing of other subscribers.',
      ),
      isLocal(known)
        ? l10n.t('Events of the local service come here by themselves: the log says why none came.')
        : l10n.t(
            'Start the event listener or connect an event queue, and check the event subscription of the resource.',
          ),
    );
  },

  delivery: ({ deliveries }) => {
    const last = deliveries.toSorted((a, b) => a.at - b.at).at(-1);
    if (!last) return result('unknown', l10n.t('No event of it was sent to an endpoint from here.'));
    return last.delivered
      ? result('passed', l10n.t('{0} accepted the event: {1}.', last.host, last.answer))
      : result(
          'failed',
          l10n.t('{0} did not accept the event: {1}.', last.host, last.answer),
          l10n.t('Open the delivery in the Events view, fix the endpoint, and send it again.'),
        );
  },
};

/** Made by the local service, which needs no identity, role or event subscription. */
function isLocal({ recording, events }: Known): boolean {
  return recording?.resourceId === localResourceId || events.some(({ via }) => via === 'localService');
}

function wasRecorded({ files, events }: Known): boolean {
  return files.kind === 'found' || events.some(({ type }) => type === fileStatusType);
}

function isExportFailed({ recording, events }: Known): boolean {
  const isOwn = recording === undefined || recording.destination.kind === 'container';
  return (
    recording?.steps?.some(({ kind }) => kind === 'exportFailed') === true ||
    (isOwn && events.some(({ filesAt }) => filesAt === 'acs'))
  );
}

function foundFiles({ files, prefix }: Extract<Known['files'], { kind: 'found' }>): Result {
  const blobs = files.flatMap((file) => {
    const blob = parseBlobName(file.name, prefix);
    return blob ? [{ ...file, isMetadata: isMetadata(blob) }] : [];
  });
  const empty = blobs.filter(({ sizeBytes }) => sizeBytes === 0).length;
  const metadata = blobs.filter((blob) => blob.isMetadata).length;
  const media = blobs.length - metadata;
  const text = l10n.t('Files in the container: {0} media, {1} metadata.', media, metadata);
  return empty > 0 || media === 0 || media !== metadata
    ? result(
        'failed',
        empty > 0 ? l10n.t('{0} {1} of them are empty.', text, empty) : text,
        l10n.t('Check the recording: the report names what is missing.'),
      )
    : result('passed', text);
}
