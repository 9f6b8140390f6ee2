import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatText, rateText } from '../../../src/recording/formatText.ts';
import {
  channelTypes,
  contentTypes,
  findFormat,
  isLegal,
  knownWord,
  legalFormats,
  mediaFormats,
  namedFormat,
} from '../../../src/recording/formats.ts';

describe('formats', () => {
  it('are legal in four combinations', () => {
    const legal = contentTypes.flatMap((content) =>
      channelTypes.flatMap((channel) =>
        mediaFormats
          .filter((format) => isLegal(content, channel, format))
          .map((format) => `${content} ${channel} ${format}`),
      ),
    );
    assert.deepEqual(legal, [
      'audio mixed mp3',
      'audio mixed wav',
      'audio unmixed wav',
      'audioVideo mixed mp4',
    ]);
  });

  it('are compared without regard to case', () => {
    assert.equal(findFormat('AudioVideo', 'Mixed', 'Mp4'), legalFormats[0]);
    assert.equal(findFormat('Audio', 'Unmixed', 'Mp3'), undefined);
    assert.equal(knownWord(contentTypes, ' AUDIOVIDEO '), 'audioVideo');
    assert.equal(knownWord(contentTypes, 'constructor'), undefined);
  });

  it('cost what the documentation says', () => {
    const megabytes = (content: string, channel: string, format: string) =>
      findFormat(content, channel, format)?.megabytesPerMinute;
    assert.equal(megabytes('audioVideo', 'mixed', 'mp4'), 7.5);
    assert.equal(megabytes('audio', 'mixed', 'mp3'), 0.36);
    assert.equal(megabytes('audio', 'mixed', 'wav'), 1.92);
    assert.equal(megabytes('audio', 'unmixed', 'wav'), 1.92);
    assert.deepEqual(
      legalFormats.map(({ isExactRate }) => isExactRate),
      [false, false, true, true],
    );
  });

  it('are read from the names of files as far as those say', () => {
    const cases: [kind: string, extension: string, format: object][] = [
      ['audiomp3', 'mp3', { content: 'audio', channel: 'mixed', format: 'mp3' }],
      ['AudioMp3', 'MP3', { content: 'audio', channel: 'mixed', format: 'mp3' }],
      ['audiowav', 'wav', { content: 'audio', format: 'wav' }],
      ['unmixedwav', 'wav', { content: 'audio', channel: 'unmixed', format: 'wav' }],
      ['audiovideomp4', 'mp4', { content: 'audioVideo', channel: 'mixed', format: 'mp4' }],
      ['recording', 'mp4', { content: 'audioVideo', channel: 'mixed', format: 'mp4' }],
      ['audiomp3', 'bin', { content: 'audio', channel: 'mixed', format: 'mp3' }],
      ['video', 'webm', { content: 'audioVideo' }],
      ['transcript', 'vtt', {}],
    ];
    for (const [kind, extension, format] of cases)
      assert.deepEqual(namedFormat(kind, extension), format, kind);
  });

  it('have a name and a size in words', () => {
    assert.equal(
      formatText({ content: 'audioVideo', channel: 'mixed', format: 'mp4' }),
      'Audio and video, mixed, MP4',
    );
    assert.equal(formatText({ content: 'audio', format: 'wav' }), 'Audio, WAV');
    assert.equal(formatText({}), '');
    const texts = legalFormats.map(rateText);
    assert.match(texts[0] ?? '', /^at most 7.5 MB/);
    assert.match(texts[2] ?? '', /^1.92 MB per minute$/);
    assert.match(texts[3] ?? '', /and participant$/);
  });

  it('are read from any names without throwing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (kind, extension) => {
        const { content, channel, format } = namedFormat(kind, extension);
        if (content && channel && format && content !== 'audioVideo')
          assert.ok(isLegal(content, channel, format));
        assert.equal(findFormat(kind, extension, kind), undefined);
      }),
    );
  });
});
