import * as l10n from '@vscode/l10n';
import { numberText } from '../base/text/language.ts';
import type { ChannelType, ContentType, MediaFormat, NamedFormat, RecordingFormat } from './formats.ts';

const contentTexts: Readonly<Record<ContentType, () => string>> = {
  audio: () => l10n.t('Audio'),
  audioVideo: () => l10n.t('Audio and video'),
};
const channelTexts: Readonly<Record<ChannelType, () => string>> = {
  mixed: () => l10n.t('mixed'),
  unmixed: () => l10n.t('unmixed'),
};
const formatTexts: Readonly<Record<MediaFormat, string>> = { mp3: 'MP3', mp4: 'MP4', wav: 'WAV' };

/** A format in words, as far as it is known: `Audio, unmixed, WAV`; empty where nothing is. */
export function formatText(format: NamedFormat): string {
  return [
    format.content && contentTexts[format.content](),
    format.channel && channelTexts[format.channel](),
    format.format && formatTexts[format.format],
  ]
    .filter((word) => word !== undefined)
    .join(l10n.t(', '));
}

/** What a format costs in storage, in words. */
export function rateText(format: RecordingFormat): string {
  const megabytes = numberText(format.megabytesPerMinute, { maximumFractionDigits: 2 });
  if (format.channel === 'unmixed') return l10n.t('{0} MB per minute and participant', megabytes);
  return format.isExactRate
    ? l10n.t('{0} MB per minute', megabytes)
    : l10n.t('at most {0} MB per minute', megabytes);
}
