import assert from 'node:assert/strict';
import fc from 'fast-check';
import { legalFormats } from '../../../../src/recording/formats.ts';
import {
  type StartAnswers,
  checkCallId,
  checkCallbackUrl,
  checkDestination,
  checkStart,
} from '../../../../src/calling/start/check.ts';
import {
  callIdKindText,
  startNoticeText,
  startProblemText,
} from '../../../../src/calling/start/problemText.ts';
import { callIdKinds } from '../../../../src/calling/start/request.ts';

const serverCallId = Buffer.from(
  'https://api.flightproxy.skype.com/api/v2/cp/conv-usea2-01.conv.skype.com/conv/FHcWYTEqY0CTcEJRRwTw5Q?i=4&e=638149311049453684',
).toString('base64');
const guid = '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc';
const roomId = '99452784898421625';
const user = '8:acs:631fa8d8-aab5-4ac5-8e15-261aa2590750_0000000c-d8b0-8adc-73ff-234822000345';

const answers: StartAnswers = {
  call: { id: serverCallId },
  content: 'audio',
  channel: 'unmixed',
  format: 'wav',
  destination: { kind: 'container', url: 'https://acct.blob.core.windows.net/recordings/team-a/' },
};

function problemsOf(changed: Partial<StartAnswers>): readonly string[] {
  const check = checkStart({ ...answers, ...changed });
  if (check.kind === 'valid') return [];
  for (const problem of check.problems) assert.ok(startProblemText(problem).length > 10);
  return check.problems.map(({ field, code }) => `${field}: ${code}`);
}

describe('checkStart', () => {
  it('makes a request of what was asked for', () => {
    const check = checkStart({
      ...answers,
      pauseOnStart: true,
      callbackUrl: 'https://example.com/callback?code=1',
      channelOrder: [user, '4:+15551234567'],
      channelAffinity: [{ channel: 4, participantId: user }],
    });
    assert.deepEqual(check, {
      kind: 'valid',
      request: {
        call: { kind: 'serverCallId', id: serverCallId },
        content: 'audio',
        channel: 'unmixed',
        format: 'wav',
        destination: { kind: 'container', url: 'https://acct.blob.core.windows.net/recordings/team-a' },
        pauseOnStart: true,
        callbackUrl: 'https://example.com/callback?code=1',
        channelOrder: [user, '4:+15551234567'],
        channelAffinity: [{ channel: 4, participantId: user }],
      },
      notices: [],
    });
  });

  it('takes the four legal combinations in any case, and no other', () => {
    let legal = 0;
    for (const content of ['Audio', 'AudioVideo', 'composite'])
      for (const channel of ['Mixed', 'Unmixed'])
        for (const format of ['MP3', 'Mp4', 'wav']) {
          const problems = problemsOf({ content, channel, format });
          if (problems.length === 0) legal++;
          else assert.deepEqual(problems, ['format: illegal']);
        }
    assert.equal(legal, legalFormats.length);
  });

  it('leaves the SAS out and says so', () => {
    const check = checkStart({
      ...answers,
      destination: {
        kind: 'container',
        url: 'https://acct.blob.core.windows.net/recordings?sv=1&sig=secret',
      },
    });
    assert.equal(check.kind, 'valid');
    assert.ok(!JSON.stringify(check).includes('secret'));
    assert.deepEqual(check.notices, ['sasRemoved']);
    assert.match(startNoticeText('sasRemoved'), /SAS/);
  });

  it('lists all problems at once', () => {
    assert.deepEqual(
      problemsOf({
        call: { id: '' },
        format: 'ogg',
        destination: { kind: 'container', url: 'recordings' },
        callbackUrl: 'http://example.com/',
        channelOrder: ['Alice'],
      }),
      [
        'call: empty',
        'format: illegal',
        'destination: notAUrl',
        'callbackUrl: httpsNeeded',
        'channels: notAParticipant',
      ],
    );
  });

  it('checks the channels of an unmixed recording', () => {
    const six = Array.from({ length: 6 }, (_, index) => `${user}${index}`);
    const affinity = (...channels: number[]) =>
      channels.map((channel, index) => ({ channel, participantId: `${user}${index}` }));
    assert.deepEqual(problemsOf({ channelOrder: six.slice(1) }), []);
    assert.deepEqual(problemsOf({ channelOrder: six }), ['channels: tooMany']);
    assert.deepEqual(problemsOf({ channelOrder: [user, user] }), ['channels: twice']);
    assert.deepEqual(problemsOf({ channel: 'mixed', channelOrder: [user] }), ['channels: notUnmixed']);
    assert.deepEqual(problemsOf({ channelAffinity: affinity(0, 4) }), []);
    for (const wrong of [5, -1, 1.5, NaN])
      assert.deepEqual(problemsOf({ channelAffinity: affinity(wrong) }), ['channels: badChannel']);
    assert.deepEqual(problemsOf({ channelAffinity: affinity(1, 1) }), ['channels: twice']);
  });

  it('throws at nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.array(fc.string()), (id, url, channelOrder) => {
        const check = checkStart({
          ...answers,
          ...{ call: { id }, callbackUrl: url, channelOrder },
          destination: { kind: 'container', url },
        });
        if (check.kind === 'invalid') check.problems.forEach(startProblemText);
      }),
    );
  });
});

describe('checkCallId', () => {
  const kindsTaken = (text: string) => callIdKinds.filter((kind) => checkCallId(text, kind).kind === 'valid');

  it('recognises each kind of ID', () => {
    assert.deepEqual(kindsTaken(serverCallId), ['serverCallId']);
    assert.deepEqual(kindsTaken(serverCallId.replace(/=+$/, '')), ['serverCallId']);
    assert.deepEqual(kindsTaken(guid), ['callConnectionId', 'groupCallId']);
    assert.deepEqual(kindsTaken(roomId), ['roomId']);
    for (const text of ['', 'Alice', user, 'AccountKey=x', 'https://example.com', 'aGVsbG8gd29ybGQ='])
      assert.deepEqual(kindsTaken(text), [], text);
  });

  it('recognises every kind by itself, except what a GUID stands for', () => {
    for (const [text, kind] of [
      [serverCallId, 'serverCallId'],
      [roomId, 'roomId'],
    ] as const)
      assert.deepEqual(checkCallId(` "${text}" `), { kind: 'valid', call: { kind, id: text } });
    const check = checkCallId(guid);
    assert.ok(check.kind === 'invalid' && check.problem.code === 'otherKind');
    assert.deepEqual(
      check.problem.offers.map(({ kind }) => kind),
      ['groupCallId', 'callConnectionId'],
    );
  });

  it('says what was pasted, where the right ID is, and offers the other locator', () => {
    const says = (text: string): string => {
      const check = checkCallId(text, 'serverCallId');
      assert.ok(check.kind === 'invalid');
      return startProblemText(check.problem);
    };
    assert.match(says(guid), /GUID.*It can be used as: Group call ID, Call connection ID\./);
    assert.match(says(roomId), /Room ID\. It can be used as: Room ID\./);
    assert.match(says(user), /Participant ID\..*CallConnected/);
    assert.match(says('accesskey=abcdefgh'), /secret/);
    assert.ok(!says('accesskey=abcdefgh').includes('abcdefgh'));
    for (const kind of callIdKinds) assert.match(callIdKindText(kind), / ID$/);
  });
});

describe('checkDestination', () => {
  it('requires a container over HTTPS, or one on this machine', () => {
    const result = (url: string, isLocal?: boolean) => {
      const checked = checkDestination({ kind: 'container', url }, isLocal);
      return checked.kind === 'valid' ? 'valid' : checked.problem;
    };
    const azurite = 'http://127.0.0.1:10000/devstoreaccount1/recordings';
    assert.equal(result(azurite), 'onlyLocal');
    assert.equal(result(azurite, true), 'valid');
    assert.equal(result('file:///home/me/recordings', true), 'valid');
    assert.equal(result('http://acct.blob.core.windows.net/recordings'), 'httpsNeeded');
    assert.equal(result('https://acct.blob.core.windows.net/'), 'containerMissing');
    assert.equal(result('https://user:pw@acct.blob.core.windows.net/recordings'), 'hasCredentials');
    assert.equal(result('file:///recordings'), 'notAUrl');
    assert.equal(checkDestination({ kind: 'acs' }).kind, 'valid');
  });
});

describe('checkCallbackUrl', () => {
  it('accepts that there is none', () => {
    assert.deepEqual(checkCallbackUrl(' '), { kind: 'valid' });
  });
  it('takes an address of this computer for the local service only', () => {
    const url = 'http://localhost:3000/callback';
    assert.deepEqual(checkCallbackUrl(url), { kind: 'invalid', problem: 'onlyLocal' });
    assert.deepEqual(checkCallbackUrl(url, true), { kind: 'valid', url });
  });
});
