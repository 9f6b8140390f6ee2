import assert from 'node:assert/strict';
import type { LandingCause } from '../../../../src/calling/landing/landing.ts';
import { missingFilesPage } from '../../../../src/calling/landing/page.ts';

const endedAt = Date.UTC(2026, 0, 7, 12);

const pageOf = (causes: readonly LandingCause[], call = '7c62cca0…') =>
  missingFilesPage(
    {
      ...{ recordingId: 'eyJQbGF0Zm9ybQ', call, container: 'Mine', endedAt, searchedAt: endedAt + 600_000 },
      ...{ causes, setup: { resource: 'r1', container: 'c1' } },
    },
    'nonce',
  );

/** The links in order: command, argument, text. */
const linksOf = (page: string) =>
  [...page.matchAll(/<a href="command:callRecordings\.(\w+)(?:\?([^"]*))?">([^<]*)</g)].map(
    ([, command, argument, text]) => `${command} ${decodeURIComponent(argument ?? '')} ${text}`,
  );

describe('missingFilesPage', () => {
  it('says what happened, then what to do, then what is good to know', () => {
    const page = pageOf(['noManagedIdentity', 'noRole', 'firewall', 'exportFailed', 'neverRecorded']);
    const order = [
      '<h1>No files of call 7c62cca0… arrived.',
      'The recording ended 2026-01-07 12:00:00 UTC.',
      'What to do',
      'Switch the system-assigned identity on',
      'Good to know',
      'usually a few minutes after the end',
    ].map((text) => page.indexOf(text));
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      order,
    );
    assert.ok(order.every((at) => at >= 0));
  });

  it('links each step to what does it, once, and offers the rest below', () => {
    const recording = '[{"recordingId":"eyJQbGF0Zm9ybQ"}]';
    assert.deepEqual(linksOf(pageOf(['exportFailed', 'noManagedIdentity', 'noRole', 'firewall'])), [
      `downloadFromAcs ${recording} Download from ACS Storage…`,
      'checkSetup [{"resource":"r1","container":"c1"}] Check Setup…',
      `findFiles ${recording} Look Again`,
      `showHistory ${recording} Show History`,
      'showLog  Show Log',
    ]);
    assert.deepEqual(linksOf(pageOf(['localServiceEnded', 'localServiceCannotWrite'])), [
      'startLocalService  Start Local Service',
      'showLog  Show Log',
      `findFiles ${recording} Look Again`,
      `showHistory ${recording} Show History`,
    ]);
  });

  it('does not say that a container was searched that could not be read', () => {
    const page = pageOf(['containerNotReadable']);
    assert.match(page, /The container Mine could not be read\./);
    assert.doesNotMatch(page, /last searched/);
  });

  it('shows nothing of what others wrote as markup', () => {
    assert.doesNotMatch(pageOf(['neverRecorded'], '<img src=x>'), /<img/);
  });
});
