import * as l10n from '@vscode/l10n';
import { formatText } from '../../../recording/formatText.ts';
import { participantKindText } from '../../../recording/participant/text.ts';
import { clockLength, durationText } from '../../../base/text/duration.ts';
import { numberText } from '../../../base/text/language.ts';
import type { RecordingFacts, RecordingParticipant } from '../../../recording/facts.ts';
import { formatSize } from '../../../base/display.ts';
import type { Fact, FactGroup } from './data.ts';

/** The facts of a recording in words, under headings. */
export function factGroups(facts: RecordingFacts): FactGroup[] {
  return [
    { title: l10n.t('Recording'), facts: [...idFacts(facts), ...timeFacts(facts)] },
    { title: l10n.t('Format'), facts: formatFacts(facts) },
    {
      title: l10n.t('Participants ({0})', facts.participants.length),
      facts: facts.participants.map(participantFact),
    },
    {
      title: l10n.t('Document IDs ({0})', facts.documents.length),
      facts: facts.documents.map(({ chunkIndex, documentId }) =>
        textFact(l10n.t('Chunk {0}', chunkIndex), documentId),
      ),
    },
  ].filter((group) => group.facts.length > 0);
}

function idFacts(facts: RecordingFacts): Fact[] {
  const { callFolder, callIds, resourceIds, path } = facts;
  const others = callIds.filter((id) => id.toLowerCase() !== callFolder.toLowerCase());
  return [
    ...(callFolder === '' ? [] : [textFact(l10n.t('Call ID'), callFolder, { note: l10n.t('folder') })]),
    ...others.map((id) => textFact(l10n.t('Call ID'), id, { note: l10n.t('metadata') })),
    textFact(l10n.t('Recording folder'), path),
    ...resourceIds.map((id) => textFact(l10n.t('Resource ID'), id)),
  ];
}

function timeFacts(facts: RecordingFacts): Fact[] {
  const { startMs, endMs, pauseCount, pausedMs, gapsMs, chunkCount, isEstimated } = facts;
  const estimated = isEstimated ? { note: l10n.t('partly estimated') } : {};
  return [
    ...timeFact(l10n.t('Start'), startMs),
    ...timeFact(l10n.t('End'), endMs),
    lengthFact(l10n.t('From start to end'), facts.spanMs, estimated),
    lengthFact(l10n.t('Recorded'), facts.recordedMs, estimated),
    ...(pauseCount > 0
      ? [
          lengthFact(l10n.t('Paused'), pausedMs, {
            note: pauseCount === 1 ? l10n.t('one pause') : l10n.t('{0} pauses', pauseCount),
          }),
        ]
      : []),
    ...(gapsMs > 0 ? [lengthFact(l10n.t('Not recorded between chunks'), gapsMs)] : []),
    textFact(l10n.t('Chunks'), String(chunkCount)),
    textFact(l10n.t('Size'), formatSize(facts.sizeBytes), {
      note: l10n.t('{0} bytes', numberText(facts.sizeBytes)),
      copy: String(facts.sizeBytes),
    }),
  ];
}

function formatFacts(facts: RecordingFacts): Fact[] {
  const inWords = formatText(facts.format);
  const { content, channel, format } = facts.rawFormat;
  const inFile = [content, channel, format].filter((word) => word !== undefined).join(', ');
  return [
    ...(inWords === '' && inFile === ''
      ? []
      : [textFact(l10n.t('Format'), inWords || inFile, { note: inFile })]),
    ...listFact(l10n.t('Sample rate'), facts.sampleRatesHz, (hertz) => l10n.t('{0} kHz', hertz / 1000)),
    ...listFact(l10n.t('Channels'), facts.channelCounts, String),
    ...listFact(l10n.t('Audio bit rate'), facts.audioBitRates, bitRateText),
    ...listFact(
      l10n.t('Resolution'),
      facts.resolutions,
      ({ longerSidePx, shorterSidePx }) => `${longerSidePx} × ${shorterSidePx}`,
    ),
    ...listFact(l10n.t('Frame rate'), facts.frameRates, (rate) => l10n.t('{0} frames per second', rate)),
    ...listFact(l10n.t('Video bit rate'), facts.videoBitRates, bitRateText),
  ];
}

function participantFact({ rawId, kind, channels }: RecordingParticipant): Fact {
  return textFact(participantKindText(kind), rawId, {
    ...(channels.length > 0 ? { note: channelText(channels) } : {}),
  });
}

/** The channels of a participant in words. */
function channelText(channels: readonly number[]): string {
  return channels.length === 1
    ? l10n.t('channel {0}', channels[0] ?? 0)
    : l10n.t('channels {0}', channels.join(', '));
}

function bitRateText(bitsPerSecond: number): string {
  return l10n.t('{0} kbit/s', numberText(bitsPerSecond / 1000));
}

function listFact<T>(label: string, values: readonly T[], words: (value: T) => string): Fact[] {
  return values.length === 0 ? [] : [textFact(label, values.slice(0, 10).map(words).join(l10n.t(', ')))];
}

function lengthFact(label: string, ms: number, more: Pick<Fact, 'note'> = {}): Fact {
  const note = [durationText(ms), more.note].filter((one) => one !== undefined).join(' · ');
  return textFact(label, clockLength(ms, true), { note, copy: String(Math.round(ms)) });
}

function timeFact(label: string, timeMs: number | undefined): Fact[] {
  if (timeMs === undefined) return [];
  const copy = Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString() : String(timeMs);
  return [{ label, value: { timeMs }, copy }];
}

function textFact(label: string, text: string, more: Partial<Pick<Fact, 'note' | 'copy'>> = {}): Fact {
  return { label, value: { text }, copy: text, ...more };
}
