import assert from 'node:assert/strict';
import fc from 'fast-check';
import { numberText } from '../../../../../src/base/text/language.ts';
import type { Recording } from '../../../../../src/recording/call.ts';
import { parseBlobName } from '../../../../../src/recording/blobName.ts';
import { parseChunkMetadata } from '../../../../../src/recording/metadata/metadata.ts';
import { buildView } from '../../../../../src/views/inspector/page/build.ts';
import type { InspectorView } from '../../../../../src/views/inspector/page/data.ts';
import { looseRecording } from '../../../../../src/recording/looseFiles.ts';

const path = '20260107/add67a69-debe-4998-9f92-5a0d8f6dc00c/folder/';
const metadata = (index: number, more: object = {}): string =>
  JSON.stringify({
    resourceId: 'e333a5b5-c1e4-4984-b752-447bf92d10b7',
    callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c',
    chunkDocumentId: `0-eus-d1-${'0'.repeat(31)}${index}`,
    chunkIndex: index,
    chunkStartTime: `2026-01-07T11:${String(13 + index).padStart(2, '0')}:00.0000000Z`,
    chunkDuration: 60_000,
    pauseResumeIntervals: [],
    recordingInfo: {
      contentType: 'audio',
      channelType: 'unmixed',
      format: 'wav',
      audioConfiguration: { sampleRate: 16_000, bitRate: 512_000, channels: 2 },
    },
    participants: [
      {
        participantId: '8:acs:e333a5b5-c1e4-4984-b752-447bf92d10b7_0000000f-5a35-fb16-02c3-593a0d00053c',
        channel: 0,
      },
      { participantId: '4:+14255550123', channel: 1 },
    ],
    ...more,
  });

/** The view of a recording with these files; names ending in `.json` have a text. */
function viewOf(
  files: Readonly<Record<string, string | number>>,
  checked: InspectorView['checked'],
): InspectorView {
  const listed = Object.entries(files).map(([name, content]) => {
    const blob = parseBlobName(path + name);
    assert.ok(blob);
    const sizeBytes = typeof content === 'number' ? content : content.length;
    return { name: path + name, sizeBytes, lastModified: new Date(0), blob };
  });
  const recording: Recording = {
    path,
    date: '20260107',
    callId: path.split('/')[1] ?? '',
    folder: 'folder',
    files: listed,
  };
  const texts = Object.entries(files).filter(([, content]) => typeof content === 'string');
  return buildView({
    recording,
    read: {
      metadata: new Map(texts.map(([name, text]) => [path + name, parseChunkMetadata(String(text))])),
    },
    unreadable: new Map(),
    containerName: 'Container',
    checked,
    isLive: false,
    isGrowing: false,
  });
}

/** Facts as text, one a line. */
function factText(view: InspectorView): string {
  return view.factGroups
    .flatMap(({ title, facts }) => [
      `# ${title}`,
      ...facts.map(({ label, value, note }) => {
        const shown = 'text' in value ? value.text : new Date(value.timeMs).toISOString();
        return `${label}: ${shown}${note === undefined ? '' : ` (${note})`}`;
      }),
    ])
    .join('\n');
}

const wavBytes = 44 + 60 * 64_000;

describe('view of the inspector', () => {
  const view = viewOf(
    {
      '0-acsmetadata.json': metadata(0),
      '0-audiowav.wav': wavBytes,
      '1-acsmetadata.json': metadata(1),
      '1-audiowav.wav': wavBytes,
    },
    'metadata',
  );

  it('has every fact in words', () => {
    assert.equal(
      factText(view),
      [
        '# Recording',
        'Call ID: add67a69-debe-4998-9f92-5a0d8f6dc00c (folder)',
        `Recording folder: ${path}`,
        'Resource ID: e333a5b5-c1e4-4984-b752-447bf92d10b7',
        'Start: 2026-01-07T11:13:00.000Z',
        'End: 2026-01-07T11:15:00.000Z',
        'From start to end: 2:00.0 (2 min 0 s)',
        'Recorded: 2:00.0 (2 min 0 s)',
        'Chunks: 2',
        `Size: 7.7 MB (${numberText(2 * (wavBytes + metadata(0).length))} bytes)`,
        '# Format',
        'Format: Audio, unmixed, WAV (audio, unmixed, wav)',
        'Sample rate: 16 kHz',
        'Channels: 2',
        `Audio bit rate: 512 kbit/s`,
        '# Participants (2)',
        'ACS user: 8:acs:e333a5b5-c1e4-4984-b752-447bf92d10b7_0000000f-5a35-fb16-02c3-593a0d00053c (channel 0)',
        'Phone number: 4:+14255550123 (channel 1)',
        '# Document IDs (2)',
        `Chunk 0: 0-eus-d1-${'0'.repeat(32)}`,
        `Chunk 1: 0-eus-d1-${'0'.repeat(31)}1`,
      ].join('\n'),
    );
    assert.deepEqual(view.problems, []);
  });

  it('has a lane for each channel, and everything to play in order', () => {
    assert.deepEqual(
      view.timeline.lanes.map(({ channel, label }) => [channel, label]),
      [
        [0, 'ACS user …593a0d00053c'],
        [1, 'Phone number 4:+14255550123'],
      ],
    );
    assert.deepEqual(
      view.playlist.map(({ file, durationMs, media }) => [file, durationMs, media]),
      [0, 1].map((n) => [`${path}${n}-audiowav.wav`, 60_000, 'audio']),
    );
    assert.equal(view.title, 'Recording 2026-01-07 11:13:00 UTC');
  });

  it('complains of nothing before the metadata is read, and of what is missing after', () => {
    const files = { '0-acsmetadata.json': metadata(0), '2-audiowav.wav': 0 };
    assert.deepEqual(viewOf(files, 'names').problems, []);
    const { problems, playlist } = viewOf(files, 'metadata');
    const titles = problems.map(({ title }) => title);
    assert.ok(
      titles.some((title) => title.includes('Chunk 1 is missing')),
      titles.join(),
    );
    assert.ok(
      titles.some((title) => title.includes('Empty file')),
      titles.join(),
    );
    assert.ok(problems.every(({ why, next }) => why !== '' && next !== ''));
    assert.equal(playlist[0]?.sizeBytes, 0);
  });

  it('says why a file could not be fetched', () => {
    const recording = looseRecording('a/', [
      { name: 'a/0-audiomp3.mp3', sizeBytes: 1, lastModified: new Date(0) },
    ]);
    assert.ok(recording);
    const { problems, factGroups } = buildView({
      recording,
      read: {},
      unreadable: new Map([['a/0-acsmetadata.json', 'No access: ask for a role.']]),
      containerName: 'a',
      checked: 'metadata',
      isLive: false,
      isGrowing: false,
    });
    assert.equal(problems[0]?.why, 'No access: ask for a role.');
    assert.ok(!problems.some(({ title }) => title.includes('call ID')), 'a loose folder has no call folder');
    assert.ok(!factGroups.some(({ facts }) => facts.some(({ label }) => label === 'Call ID')));
  });

  it('takes whatever the metadata holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (first, second) => {
        const files = {
          '0-acsmetadata.json': JSON.stringify(first),
          '1-acsmetadata.json': metadata(1, { participants: second }),
        };
        structuredClone(viewOf(files, 'metadata'));
      }),
    );
  });
});
