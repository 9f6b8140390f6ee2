import assert from 'node:assert/strict';
import type { Delivery } from '../../../src/events/send/delivery/delivery.ts';
import { handshakeFailures } from '../../../src/events/send/handshake/handshake.ts';
import { handshakeFailureText } from '../../../src/events/send/handshake/resultText.ts';
import {
  failureReason,
  networkFailures,
  type NetworkFailure,
} from '../../../src/events/send/http/networkFailure.ts';
import { networkFailureText } from '../../../src/events/send/http/networkFailureText.ts';
import { findSample } from '../../../src/recording/event/samples/samples.ts';
import { eventChildren, eventRow } from '../../../src/views/events/rows.ts';

describe('failures of a request', () => {
  it('are distinguished by their codes', () => {
    const expected: readonly (readonly [string, NetworkFailure])[] = [
      ['ECONNREFUSED', 'refused'],
      ['ENOTFOUND', 'unknownHost'],
      ['EHOSTUNREACH', 'unreachable'],
      ['ECONNRESET', 'broken'],
      ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tlsSelfSigned'],
      ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tlsUntrusted'],
      ['CERT_HAS_EXPIRED', 'tlsExpired'],
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'tlsWrongName'],
      ['ERR_SSL_WRONG_VERSION_NUMBER', 'tlsFailed'],
      ['CERT_REVOKED', 'tlsFailed'],
      ['HPE_INVALID_CONSTANT', 'notHttp'],
      ['ERR_INVALID_CHAR', 'badRequest'],
      ['toString', 'unknown'],
      ['ESOMETHING', 'unknown'],
    ];
    for (const [code, reason] of expected) {
      assert.equal(failureReason(Object.assign(new Error('x'), { code })), reason, code);
    }
    for (const odd of [undefined, 'ECONNREFUSED', new Error('x'), { code: 7 }]) {
      assert.equal(failureReason(odd), 'unknown');
    }
  });

  it('each say what to do, in words of their own', () => {
    const texts = networkFailures.map((reason) =>
      networkFailureText({ kind: 'failure', reason, code: 'CODE', durationMs: 30_000 }),
    );
    assert.equal(new Set(texts).size, networkFailures.length);
    assert.match(texts.join('\n'), /within 30 seconds/);
    const outcome = { kind: 'failure', reason: 'refused', code: '', durationMs: 1 } as const;
    assert.equal(
      new Set(handshakeFailures.map((failure) => handshakeFailureText({ failure, outcome }))).size,
      handshakeFailures.length,
    );
  });
});

describe('rows of the Events view', () => {
  const event = findSample('mp3')?.event('eventGrid');
  assert.ok(event);
  const delivery: Delivery = {
    id: 'd',
    time: '2026-01-14T10:00:00.000Z',
    shownUrl: 'https://contoso.com/api?code=***',
    url: 'https://contoso.com/api',
    schema: 'eventGrid',
    event,
    attempts: [],
    delivered: false,
    stopped: 'cancelled',
    durationMs: 3,
  };
  const attempt = (status: number): Delivery['attempts'] => [
    {
      time: delivery.time,
      outcome: {
        kind: 'answer',
        status,
        statusText: '',
        headers: {},
        body: '',
        truncated: false,
        durationMs: 1,
      },
    },
  ];
  const refused: Delivery['attempts'] = [
    {
      time: delivery.time,
      outcome: { kind: 'failure', reason: 'refused', code: 'ECONNREFUSED', durationMs: 1 },
    },
  ];

  it('say how a delivery ended', () => {
    const label = (changes: Partial<Delivery>): string => {
      const row = eventRow({ kind: 'delivery', delivery: { ...delivery, ...changes } });
      return `${row.icon} ${row.label}`;
    };
    assert.equal(label({}), 'circle-slash Cancelled');
    assert.equal(label({ stopped: 'handshakeFailed' }), 'error Handshake failed');
    assert.equal(label({ stopped: 'attemptsUsedUp', attempts: attempt(500) }), 'error 500');
    assert.equal(label({ stopped: 'attemptsUsedUp', attempts: refused }), 'error No answer');
    const { stopped, ...rest } = delivery;
    assert.equal(stopped, 'cancelled');
    const row = eventRow({
      kind: 'delivery',
      delivery: { ...rest, delivered: true, attempts: attempt(204) },
    });
    assert.deepEqual([row.icon, row.label], ['pass', '204']);
    assert.match(row.description ?? '', /^\d\d:\d\d:\d\d · \w{8}… · FileStatusUpdated · contoso\.com$/);
    assert.doesNotMatch(JSON.stringify(row), /code=[^*]/);
  });

  it('have IDs of their own', () => {
    const ids: string[] = [];
    const walk = (node?: Parameters<typeof eventRow>[0]): void => {
      for (const child of eventChildren(node, [delivery])) {
        ids.push(eventRow(child).id);
        walk(child);
      }
    };
    walk();
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length > 30);
  });
});
