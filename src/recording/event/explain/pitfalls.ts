import * as l10n from '@vscode/l10n';
import { isFailure } from '../reasons.ts';
import type { CommunicationEvent, RecordingFileStatusUpdated } from '../event.ts';

/** What receivers of such an event get wrong easily, in words; empty where there is nothing to say. */
export function eventPitfalls(event: CommunicationEvent): readonly string[] {
  switch (event.kind) {
    case 'recordingFileStatusUpdated':
      return fileStatusPitfalls(event);
    case 'recordingStateChanged':
      return [
        l10n.t(
          'Call Automation sends this event to the state callback URL given when the recording started. Event Grid never sends it, and it does not say that files exist.',
        ),
      ];
    case 'subscriptionValidation':
      return [
        l10n.t(
          'Answer with status 200 and a body of {"validationResponse": "<the code>"} within 30 seconds. Status 202 is not accepted.',
        ),
      ];
    case 'other':
      return [];
  }
}

function fileStatusPitfalls(event: RecordingFileStatusUpdated): readonly string[] {
  const { chunks, sessionEndReason } = event;
  const kinds = new Set(chunks.flatMap(({ content, metadata }) => [content?.kind, metadata?.kind]));
  const uploadFailed = chunks.some(({ endReason }) => endReason?.known === 'chunkUploadFailure');
  return [
    ...(chunks.length > 1
      ? [
          l10n.t(
            'The recording has more than one chunk: read all of recordingChunks, in order of index, not recordingChunks[0] only.',
          ),
        ]
      : []),
    ...(kinds.has('acsStorage')
      ? [
          l10n.t(
            'The links lead to storage of ACS. Files there are deleted after 24 hours, and reading them needs a request signed for the ACS resource: opened directly, they return 401.',
          ),
        ]
      : []),
    ...(kinds.has('acsStorage') && claimsBlob(event.storageType)
      ? [
          l10n.t(
            'Although the recording was to go into your own storage, its links lead to ACS: the export failed. Check the managed identity, its role and the firewall.',
          ),
        ]
      : []),
    ...(kinds.has('blob')
      ? [
          l10n.t(
            'The links are blobs: read them with the Storage SDK and an identity that may, not with the download of Call Automation, which refuses them.',
          ),
        ]
      : []),
    ...(uploadFailed ? [l10n.t('A chunk could not be uploaded: its file may be missing.')] : []),
    ...(sessionEndReason && isFailure(sessionEndReason)
      ? [l10n.t('The recording ended with a failure: compare its duration with that of the call.')]
      : []),
  ];
}

/** True for a storage type that names your own storage: only `ACS` was ever seen, the documentation says `AzureBlob`. */
function claimsBlob(storageType: string | undefined): boolean {
  return storageType !== undefined && /blob/i.test(storageType);
}
