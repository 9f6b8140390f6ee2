import * as l10n from '@vscode/l10n';
import { eventGridSpelling, sessionEndReasonText } from '../reasons.ts';
import {
  findSample,
  isReasonSample,
  type EventSample,
  type NamedSampleId,
  type SampleGroup,
} from './samples.ts';

/** A group of samples by name. */
export function sampleGroupText(group: SampleGroup): string {
  const texts: Record<SampleGroup, string> = {
    ownStorage: l10n.t('Recordings in Your Own Storage'),
    acsStorage: l10n.t('Recordings in ACS Storage'),
    chunkFailures: l10n.t('Failed Chunks'),
    endReasons: l10n.t('Session End Reasons'),
    olderForms: l10n.t('Older Forms of the Subject'),
    otherEvents: l10n.t('Other Events'),
  };
  return texts[group];
}

/** A sample by name, and what is special about it. */
export function sampleText(sample: EventSample): { readonly name: string; readonly description: string } {
  const { id } = sample;
  if (isReasonSample(id)) {
    const raw = eventGridSpelling(id);
    return { name: raw, description: sessionEndReasonText({ raw, known: id }) };
  }
  const [name, description] = texts()[id];
  return { name, description };
}

/** What a sample is called; its ID where there is no such sample. */
export function sampleName(id: string): string {
  const sample = findSample(id);
  return sample ? sampleText(sample).name : id;
}

function texts(): Readonly<Record<NamedSampleId, readonly [string, string]>> {
  return {
    mp3: [l10n.t('MP3, One Chunk'), l10n.t('Audio, mixed: the usual recording')],
    wavMixed: [l10n.t('WAV, Mixed'), l10n.t('Audio, mixed, exact 1.92 MB a minute')],
    wavUnmixed: [l10n.t('WAV, Unmixed'), l10n.t('Audio, a channel for each participant')],
    mp4: [l10n.t('MP4'), l10n.t('Audio and video, mixed')],
    timeRollOver: [l10n.t('Three Chunks, by Time'), l10n.t('A chunk is four hours long at most')],
    sizeRollOver: [l10n.t('Two Chunks, by Size'), l10n.t('The first chunk reached its largest size')],
    acsMp4: [l10n.t('MP4 in ACS Storage'), l10n.t('No storage of your own: kept for 24 hours')],
    exportFailed: [l10n.t('Export Failed'), l10n.t('Meant for your own storage, but the links lead to ACS')],
    uploadFailure: [l10n.t('Chunk Upload Failure'), l10n.t('The second chunk could not be uploaded')],
    subjectCall: [l10n.t('Call ID Only'), l10n.t('As in 2021')],
    subjectRecordingId: [l10n.t('Call ID and Recording ID'), l10n.t('As in samples of 2021')],
    subjectServerCallId: [
      l10n.t('Call ID and Server Call ID'),
      l10n.t('As the documentation of your own storage shows it'),
    ],
    validation: [l10n.t('Subscription Validation'), l10n.t('The first request of Event Grid to a webhook')],
    stateActive: [
      l10n.t('Recording State: Active'),
      l10n.t('Callback of Call Automation, not of Event Grid'),
    ],
    stateInactive: [
      l10n.t('Recording State: Inactive'),
      l10n.t('Callback of Call Automation, not of Event Grid'),
    ],
  };
}
