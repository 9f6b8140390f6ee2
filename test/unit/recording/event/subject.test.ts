import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withoutUndefined } from '../../../../src/base/withoutUndefined.ts';
import { buildEventSubject, parseEventSubject } from '../../../../src/recording/event/subject.ts';

const callId = 'add67a69-debe-4998-9f92-5a0d8f6dc00c';
const serverCallId = 'aHR0cHM6Ly9hcGkuZmxpZ2h0cHJveHkuc2t5cGUuY29tL2FwaS92Mi9jcC8x/Zg==';
const recordingId = 'eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiIxIn0';

describe('subject of an event', () => {
  it('takes all four forms', () => {
    assert.deepEqual(parseEventSubject(`/recording/call/${callId}`), { callId });
    assert.deepEqual(parseEventSubject(`/recording/call/${callId}/recordingId/${recordingId}`), {
      callId,
      recordingId,
    });
    assert.deepEqual(parseEventSubject(`/recording/call/${callId}/serverCallId/${serverCallId}`), {
      callId,
      serverCallId,
    });
    assert.deepEqual(
      parseEventSubject(`/recording/call/${callId}/serverCallId/${serverCallId}/recordingId/${recordingId}`),
      { callId, serverCallId, recordingId },
    );
  });

  it('takes any case, no leading slash, a trailing one and percent signs', () => {
    assert.deepEqual(parseEventSubject(`Recording/CALL/${callId}/servercallid/aHR0%3D%3D/RECORDINGID/x/`), {
      callId,
      serverCallId: 'aHR0==',
      recordingId: 'x',
    });
    assert.deepEqual(parseEventSubject('/recording/call/100%'), { callId: '100%' });
  });

  it('refuses what names no call', () => {
    for (const subject of [
      '',
      '/',
      '/recording/call/',
      '/recording/call//serverCallId/x',
      '/blobServices/x',
    ]) {
      assert.equal(parseEventSubject(subject), undefined, subject);
    }
  });

  it('reads back what it builds', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9+/=-]{1,40}$/).filter((text) => !/^\/|\/$|\/\//.test(text));
    fc.assert(
      fc.property(
        id,
        fc.option(id, { nil: undefined }),
        fc.option(id, { nil: undefined }),
        (call, server, recording) => {
          const subject = {
            callId: call,
            ...withoutUndefined({ serverCallId: server, recordingId: recording }),
          };
          assert.deepEqual(parseEventSubject(buildEventSubject(subject)), subject);
        },
      ),
    );
  });

  it('never throws, and is quick for a long subject', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseEventSubject(`/recording/call/${text}`)));
    assert.ok(parseEventSubject(`/recording/call/${'/serverCallId/'.repeat(100_000)}x`));
  });
});
