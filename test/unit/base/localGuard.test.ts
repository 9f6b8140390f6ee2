import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type GuardOptions, type GuardedHeaders, guardRequest } from '../../../src/base/localGuard.ts';

interface Case {
  readonly what: string;
  readonly headers: GuardedHeaders;
  readonly options?: GuardOptions;
}

const answered: readonly Case[] = [
  { what: 'a program by address', headers: { host: '127.0.0.1:5000' } },
  { what: 'a program by name', headers: { host: 'LOCALHOST:5000' } },
  { what: 'a program over IPv6', headers: { host: '[::1]:5000' } },
  { what: 'a name below localhost', headers: { host: 'calls.localhost:5000' } },
  { what: 'an address that was typed', headers: { host: 'localhost:5000', 'sec-fetch-site': 'none' } },
  {
    what: 'its own page',
    headers: {
      host: 'localhost:5000',
      origin: 'http://localhost:5000',
      'sec-fetch-site': 'same-origin',
    },
  },
  {
    what: 'the host that was made public',
    headers: { host: 'abc.tunnels.example' },
    options: { publicHosts: ['ABC.tunnels.example:443'] },
  },
  {
    what: 'a page of another site where a secret decides',
    headers: { host: '127.0.0.1:5000', origin: 'vscode-webview://x', 'sec-fetch-site': 'cross-site' },
    options: { allowWebPages: true },
  },
];

const refused: readonly (Case & { readonly why: string })[] = [
  { what: 'a request without Host', headers: {}, why: 'foreignHost' },
  { what: 'an empty Host', headers: { host: '' }, why: 'foreignHost' },
  { what: 'a rebound name', headers: { host: 'rebind.example:5000' }, why: 'foreignHost' },
  {
    what: 'a name that begins like loopback',
    headers: { host: '127.0.0.1.evil.example' },
    why: 'foreignHost',
  },
  { what: 'a name that ends like loopback', headers: { host: 'evil-localhost' }, why: 'foreignHost' },
  { what: 'a user name before the host', headers: { host: 'localhost@evil.example' }, why: 'foreignHost' },
  { what: 'a path behind the host', headers: { host: 'localhost/evil.example' }, why: 'foreignHost' },
  { what: 'all addresses', headers: { host: '0.0.0.0:5000' }, why: 'foreignHost' },
  { what: 'the address in the network', headers: { host: '192.168.1.7:5000' }, why: 'foreignHost' },
  {
    what: 'a neighbour of the public host',
    headers: { host: 'evil.abc.tunnels.example' },
    options: { publicHosts: ['abc.tunnels.example'] },
    why: 'foreignHost',
  },
  {
    what: 'another port of the public host',
    headers: { host: 'abc.tunnels.example:8443' },
    options: { publicHosts: ['abc.tunnels.example'] },
    why: 'foreignHost',
  },
  {
    what: 'a rebound name where a secret decides',
    headers: { host: 'rebind.example' },
    options: { allowWebPages: true },
    why: 'foreignHost',
  },
  {
    what: 'a picture in a page, which sends no Origin',
    headers: { host: '127.0.0.1:5000', 'sec-fetch-site': 'cross-site' },
    why: 'webPage',
  },
  {
    what: 'a page of another port of this machine',
    headers: { host: '127.0.0.1:5000', 'sec-fetch-site': 'same-site' },
    why: 'webPage',
  },
  {
    what: 'a script of another page',
    headers: { host: '127.0.0.1:5000', origin: 'https://evil.example' },
    why: 'webPage',
  },
  {
    what: 'a page of another port by its Origin',
    headers: { host: '127.0.0.1:5000', origin: 'http://127.0.0.1:6000' },
    why: 'webPage',
  },
  { what: 'a page without an origin', headers: { host: '127.0.0.1:5000', origin: 'null' }, why: 'webPage' },
];

describe('guardRequest()', () => {
  for (const { what, headers, options } of answered) {
    it(`lets through ${what}`, () => assert.equal(guardRequest(headers, options), undefined));
  }

  for (const { what, headers, options, why } of refused) {
    it(`refuses ${what}`, () => assert.equal(guardRequest(headers, options), why));
  }

  it('refuses every host that is not exactly a loopback name, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.webAuthority(), fc.ipV4()), (host) => {
        const isLoopback = /^(?:(?:[\w-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i.test(host);
        const isNumber = /^[\dxa-f.]+(?::\d+)?$/i.test(host);
        if (!isLoopback && !isNumber) assert.equal(guardRequest({ host }), 'foreignHost');
      }),
    );
  });
});
