import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ActiveRecording } from '../../../../src/calling/active/recording.ts';
import { localResourceId } from '../../../../src/calling/connection/resource.ts';
import { newStep } from '../../../../src/calling/active/steps.ts';
import { accountOf } from '../../../../src/history/account/account.ts';
import type { Known } from '../../../../src/history/account/known.ts';
import { accountPage } from '../../../../src/history/account/page.ts';
import { accountMarkdown } from '../../../../src/history/account/markdown.ts';
import { fileStatusType, stateChangedType } from '../../../../src/recording/event/event.ts';

const at = (seconds: number): number => Date.UTC(2026, 0, 7, 12) + seconds * 1000;
const call = '9509c756-debe-4998-9f92-5a0d8f6dc00c';
const folder = `team-a/20260107/${call}/eyJQbGF0-7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc/`;

const recording: ActiveRecording = {
  ...{ recordingId: 'eyJQbGF0Zm9ybQ', resourceId: 'r1', containerId: 'c1', callId: call },
  call: { kind: 'serverCallId', id: 'aHR0cHM6Ly94L2NvbnYveQ' },
  ...{ content: 'audio', channel: 'mixed', format: 'wav' },
  destination: { kind: 'container', url: 'https://acct.blob.core.windows.net/recordings' },
  ...{ startedAt: at(0), clockAheadMs: 0, state: 'ended', recordedMs: 60_000, endedAt: at(100) },
  ...{ seenAt: at(100), changedAt: at(100) },
  steps: [
    newStep('started', at(0), { correlationId: 'chain-1', clientRequestId: 'request-1' }),
    newStep('paused', at(30)),
    newStep('resumed', at(70)),
    newStep('stopped', at(100), { correlationId: 'chain-2' }),
  ],
};

const nothing: Known = {
  ids: [{ label: 'Call ID', value: call }],
  files: { kind: 'notLooked' },
  ...{ events: [], deliveries: [], now: at(400) },
};

const file = (name: string, seconds: number, sizeBytes = 1_000) => ({
  ...{ name: folder + name, sizeBytes },
  lastModified: new Date(at(seconds)),
});

const complete: Known = {
  ...nothing,
  recording,
  files: {
    ...{ kind: 'found', container: 'Mine', prefix: 'team-a/', path: folder },
    files: [file('0-acsmetadata.json', 120), file('0-audiowav.wav', 125)],
  },
  events: [
    { at: at(2), type: stateChangedType, via: 'callback', state: 'active' },
    {
      at: at(141),
      type: fileStatusType,
      via: 'listener',
      filesAt: 'container',
      eventId: 'e-1',
      received: 'r-1',
    },
  ],
  deliveries: [{ id: 'd-1', at: at(142), host: 'example.com', delivered: true, answer: '200' }],
};

const standings = (known: Known) => accountOf(known).checks.map(({ id, standing }) => `${id} ${standing}`);

describe('accountOf', () => {
  it('counts the time to the first event, not to one that was replayed later', () => {
    const [state, event] = complete.events;
    assert.ok(state && event);
    const again = { ...event, at: at(390) };
    const { checks } = accountOf({ ...complete, events: [again, state, event] });
    assert.match(checks.find(({ id }) => id === 'event')?.text ?? '', /received 41 s after the end/);
  });

  it('puts start, callback, pauses, stop, files, event and delivery in order', () => {
    assert.deepEqual(
      accountOf(complete).entries.map((entry) => `+${(entry.at - at(0)) / 1000} ${entry.text}`),
      [
        '+0 Started from here; the service accepted it',
        '+2 Callback RecordingStateChanged received: active',
        '+30 Paused from here',
        '+70 Resumed from here',
        '+100 Stopped from here',
        '+120 File written: 0-acsmetadata.json, 1 kB',
        '+125 File written: 0-audiowav.wav, 1 kB',
        '+141 Event RecordingFileStatusUpdated received by the listener: the files are in the container',
        '+142 Event delivered to example.com: 200',
      ],
    );
  });

  it('puts a file, whose time has whole seconds, after the stop and before the event of the same second', () => {
    const { entries } = accountOf({
      ...complete,
      recording: {
        ...recording,
        steps: [newStep('started', at(0)), newStep('stopped', at(100.6)), newStep('landed', at(100.9))],
      },
      files: {
        ...{ kind: 'found', container: 'Mine', prefix: 'team-a/', path: folder },
        files: [file('0-audiowav.wav', 100)],
      },
      events: [
        { at: at(100.5), type: stateChangedType, via: 'callback', state: 'inactive' },
        { at: at(100.8), type: fileStatusType, via: 'localService', filesAt: 'container' },
      ],
      deliveries: [],
    });
    assert.deepEqual(
      entries.map((entry) => `+${(entry.at - at(0)) / 1000} ${entry.text}`),
      [
        '+0 Started from here; the service accepted it',
        '+100.5 Callback RecordingStateChanged received: inactive',
        '+100.6 Stopped from here',
        '+100.6 File written: 0-audiowav.wav, 1 kB',
        '+100.8 Event RecordingFileStatusUpdated received from the local service: the files are in the container',
        '+100.9 Its files were found in the container',
      ],
    );
  });

  it('passes every step of a recording of which everything came, and has nothing to do next', () => {
    assert.deepEqual(standings(complete), [
      'start passed',
      'recording passed',
      'end passed',
      'files passed',
      'event passed',
      'delivery passed',
    ]);
    assert.equal(accountOf(complete).next, undefined);
    assert.match(accountOf(complete).checks[4]?.text ?? '', /received 41 s after the end/);
  });

  it('says "not known" of every step that nothing is known of, never "passed"', () => {
    assert.deepEqual(
      new Set(accountOf(nothing).checks.map(({ standing }) => standing)),
      new Set(['unknown']),
    );
    const unread = { ...nothing, recording, files: { kind: 'notRead', why: 'No access' } } as const;
    assert.equal(accountOf(unread).checks[3]?.standing, 'unknown');
  });

  it('waits for files for ten minutes after the end, and then says that they are missing', () => {
    const absent = { ...nothing, recording, files: { kind: 'absent', lookedInto: ['Mine'] } } as const;
    const soon = accountOf(absent).checks[3];
    assert.deepEqual(
      [soon?.standing, soon?.text],
      ['waiting', 'No files 5 min 0 s after the end. Searched: Mine.'],
    );
    const late = accountOf({ ...absent, now: at(1000) });
    assert.equal(late.checks[3]?.standing, 'failed');
    assert.match(late.next ?? '', /managed identity.*role.*firewall/);
  });

  it('advises nothing of Azure for a recording of the local service', () => {
    const local = { ...recording, resourceId: localResourceId };
    const sent = { at: at(2), type: stateChangedType, via: 'localService', state: 'active' } as const;
    const absent = { ...nothing, files: { kind: 'absent', lookedInto: ['Mine'] }, now: at(1000) } as const;
    const failedExport = { ...sent, type: fileStatusType, filesAt: 'acs' } as const;
    for (const known of [
      { ...absent, recording: local },
      { ...absent, recording: local, events: [failedExport] },
      { ...absent, events: [sent] },
    ] satisfies Known[]) {
      const { checks, next } = accountOf(known);
      assert.match(next ?? '', /local service/);
      assert.doesNotMatch(JSON.stringify(checks), /identity|role|firewall|subscription/);
    }
  });

  it('expects no files while the recording is in progress', () => {
    const running: ActiveRecording = { ...recording, state: 'active' };
    delete (running as { endedAt?: number }).endedAt;
    const known = {
      ...nothing,
      recording: running,
      files: { kind: 'absent', lookedInto: ['Mine'] },
    } as const;
    assert.deepEqual(standings(known).slice(2, 4), ['end waiting', 'files waiting']);
  });

  it('says that the export failed where an event says so, and that there are 24 hours', () => {
    const failed = accountOf({
      ...nothing,
      recording,
      files: { kind: 'absent', lookedInto: ['Mine'] },
      events: [{ at: at(130), type: fileStatusType, via: 'localService', filesAt: 'acs' }],
    });
    assert.equal(failed.checks[3]?.standing, 'failed');
    assert.match(`${failed.checks[3].text} ${failed.next}`, /24 hours.*Download them/);
  });

  it('says that the service could not join the call', () => {
    const failed = accountOf({
      ...nothing,
      recording,
      events: [{ at: at(3), type: 'Microsoft.Communication.StartRecordingFailed', via: 'callback' }],
    });
    assert.deepEqual([failed.checks[1]?.standing, failed.checks[0]?.standing], ['failed', 'passed']);
  });

  it('distinguishes an empty file and missing metadata from a complete recording', () => {
    for (const files of [
      [file('0-acsmetadata.json', 1), file('0-audiowav.wav', 1, 0)],
      [file('0-audiowav.wav', 1)],
      [file('0-acsmetadata.json', 1)],
    ]) {
      const known: Known = {
        ...complete,
        files: { kind: 'found', container: 'Mine', prefix: 'team-a/', path: folder, files },
      };
      assert.equal(accountOf(known).checks[3]?.standing, 'failed');
    }
  });
});

describe('accountMarkdown', () => {
  it('gives times, the time between them, and the IDs that support asks for', () => {
    const text = accountMarkdown(accountOf(complete));
    assert.match(
      text,
      /\| 2026-01-07 12:00:00 UTC \| {2}\| Started from here; .*Correlation ID `chain-1`; Request ID `request-1` \|/,
    );
    assert.match(text, /\+40 s \| Resumed from here \|/);
    assert.match(text, /✓ \*\*Files\*\* \(passed\)/);
    assert.ok(text.includes(`Call ID: \`${call}\``));
  });

  it('lets what others wrote be neither Markdown, HTML, a link nor a secret', () => {
    fc.assert(
      fc.property(fc.string(), (odd) => {
        const hostile = `<img src=x> [a](command:b) | \`c\` https://e.com/?sig=SECRETSIG%3D ${odd}`;
        const text = accountMarkdown(
          accountOf({
            ...complete,
            ids: [{ label: 'Call ID', value: hostile }],
            deliveries: [{ at: at(1), host: hostile, delivered: false, answer: hostile }],
            events: [{ at: at(2), type: hostile, via: 'queue', state: hostile }],
          }),
        );
        const outsideCode = text.replaceAll(/`[^`]*`/g, '');
        assert.doesNotMatch(outsideCode, /(?<!\\)<img|(?<!\\)\]\(|SECRETSIG|https:\/\//);
      }),
    );
  });
});

describe('accountPage', () => {
  const links = (text: string) =>
    [...text.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => decodeURIComponent(href));

  it('leads from an event to the event and from a delivery to its answer, and names the event', () => {
    const text = accountPage(
      accountOf(complete),
      [{ title: 'Copy <it>', command: 'callRecordings.copyHistory' }],
      'NONCE',
    );
    assert.deepEqual(links(text), [
      'command:callRecordings.copyHistory',
      'command:callRecordings.openReceived?[{"id":"r-1"}]',
      'command:callRecordings.openDelivery?[{"id":"d-1"}]',
    ]);
    assert.match(text, />Copy &lt;it&gt;<\/a>/);
    assert.match(text, /Event ID <code>e-1<\/code>/);
    assert.match(text, /\+40 s<\/span> <p>Resumed from here/);
  });

  it('leaves IDs as they are, so that they can be searched for', () => {
    const ids = [
      'aHR0cHM6Ly9hcGkuZmxpZ2h0cHJveHkuc2t5cGUuY29tL2FwaS92Mi9jcC9jb252LXVzd2UtMDIuY29udi5za3lwZS5jb20vY29udi9a',
      'eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0ZTRmN2Y2OS01ZmQ5LTRjMzUtYWRkOC1lZDcwYjYwMjBhNTAiLCJSZXNvdXJjZVNwZWNpZmlj',
    ];
    const account = accountOf({ ...nothing, ids: ids.map((value) => ({ label: 'ID', value })) });
    for (const id of ids) {
      assert.ok(accountPage(account, [], 'NONCE').includes(id));
      assert.ok(accountMarkdown(account).includes(id));
    }
  });

  it('takes nothing that others wrote for markup, a link or a secret to be shown', () => {
    fc.assert(
      fc.property(fc.string(), (odd) => {
        const hostile = `<img src=x onerror=alert(1)>"'&]( command:workbench.action.quit https://e.com/?sig=SECRETSIG%3D ${odd}`;
        const text = accountPage(
          accountOf({
            ...complete,
            ids: [{ label: hostile, value: '<img src=x onerror=alert(1)>' }],
            deliveries: [{ id: '"><img>', at: at(1), host: hostile, delivered: false, answer: hostile }],
            events: [{ at: at(2), type: hostile, via: 'queue', state: hostile, eventId: hostile }],
          }),
          [],
          'NONCE',
        );
        assert.doesNotMatch(text, /<img|SECRETSIG/);
        assert.deepEqual(
          [...text.matchAll(/href="([^"?]*)/g)].map(([, command]) => command),
          ['command:callRecordings.openDelivery'],
        );
      }),
    );
  });
});
