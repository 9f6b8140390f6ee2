import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { panelTypes } from '../../src/views/inspector/protocol.ts';

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
    }[];
    readonly menus: Readonly<
      Record<
        string,
        readonly { readonly command?: string; readonly group?: string; readonly when?: string }[]
      >
    >;
    readonly keybindings: readonly { readonly command: string }[];
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
  };
}

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const source = globSync('src/**/*.ts', { cwd: root })
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');
const { contributes } = manifest;
const palette = contributes.menus['commandPalette'] ?? [];
const commandIds = contributes.commands.map((one) => one.command);

describe('Manifest', () => {
  it('has a text for each placeholder, and a placeholder for each text', () => {
    const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? ''));
    assert.deepEqual([...used].toSorted(), Object.keys(strings).toSorted());
  });

  it('has each command that a pick takes its title from', () => {
    const asks = [
      ...source.matchAll(/\b(?:titleOf|chosen|landed|receivedOf|deliveryOf)\([^()]*'(\w+)'\)/g),
      ...source.matchAll(/\bchosen\(app, '(\w+)'/g),
    ].map(([, name]) => `callRecordings.${name}`);
    assert.ok(asks.length >= 15, `${asks.length} titles`);
    assert.deepEqual(
      asks.filter((id) => !commandIds.includes(id)),
      [],
    );
  });

  it('names everything with callRecordings. and the category', () => {
    for (const { command, category } of contributes.commands) {
      assert.match(command, /^callRecordings\.[a-zA-Z]+$/);
      assert.equal(category, '%category%', command);
    }
    const views = Object.values(contributes.views).flat();
    for (const { id } of views) assert.match(id, /^callRecordings\./);
  });

  it('puts only commands that it contributes into menus, keybindings and welcome texts', () => {
    const used = [
      ...Object.values(contributes.menus).flatMap((items) => items.flatMap((item) => item.command ?? [])),
      ...contributes.keybindings.map((one) => one.command),
      ...Object.values(strings).flatMap((value) =>
        [...value.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id ?? ''),
      ),
    ].filter((id) => id.startsWith('callRecordings.') && !id.endsWith('.focus'));
    assert.deepEqual(
      used.filter((id) => !commandIds.includes(id)),
      [],
    );
  });

  it('contributes each command that the code defines, and no other', () => {
    const defined = new Set(
      [...source.matchAll(/^ {2}'(callRecordings\.\w+)': (?:async )?\(/gm)].map(([, id]) => id ?? ''),
    );
    assert.deepEqual(
      commandIds.filter((id) => !defined.has(id)),
      [],
    );
    assert.deepEqual(
      [...defined].filter((id) => !commandIds.includes(id)),
      [],
    );
  });

  it('is activated for each kind of inspector that a reload restores', () => {
    for (const type of Object.values(panelTypes))
      assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${type}`), type);
  });

  it('has each setting read by the code or by its own conditions', () => {
    for (const key of Object.keys(contributes.configuration.properties)) {
      const name = key.slice('callRecordings.'.length);
      const read =
        source.includes(`'${name}'`) || source.includes(`'${key}'`) || text.includes(`config.${key}`);
      assert.ok(read, key);
    }
  });

  it('lets no workspace name the places that secrets are sent to', () => {
    assert.equal(contributes.configuration.properties['callRecordings.containers']?.scope, 'machine');
  });

  it('has at most three inline actions for each kind of row', () => {
    const items = contributes.menus['view/item/context'] ?? [];
    const inline = items.filter((item) => item.group?.startsWith('inline')) as {
      command: string;
      when: string;
    }[];
    const kinds = [
      'container.blob',
      'date',
      'call',
      'recording',
      'file.metadata',
      'file.media',
      'problem.wrongKey',
    ];
    for (const kind of kinds) {
      const shown = inline.filter(({ when }) => when.includes('recordings|explorer') && fits(when, kind));
      assert.ok(shown.length <= 3, `${kind}: ${shown.map((one) => one.command).join(', ')}`);
    }
  });

  it('offers in the title of Events only what has something to act on', () => {
    const needs = {
      clearDeliveries: 'hasDeliveries',
      exportReceived: 'hasReceived',
      clearReceived: 'hasReceived',
    };
    for (const [command, key] of Object.entries(needs)) {
      const item = contributes.menus['view/title']?.find(
        (one) => one.command === `callRecordings.${command}`,
      );
      assert.match(item?.when ?? '', new RegExp(`callRecordings\\.${key}$`), command);
    }
  });

  it('names files that are there', () => {
    for (const path of [manifest.icon, ...contributes.jsonValidation.map((one) => one.url)]) {
      assert.ok(existsSync(join(root, path)), path);
    }
  });

  it('shows each step of the walkthrough in colours of the theme alone, and ticks it by its result', () => {
    for (const { media, completionEvents } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const picture = readFileSync(join(root, media.svg), 'utf8');
      assert.doesNotMatch(picture.replaceAll(/var\([^"]*\)/g, ''), /(?:fill|stroke)="(?!none)[^"]+"/);
      const keys = completionEvents.flatMap((event) => event.replace('onContext:', '').split(' && '));
      for (const key of keys) {
        const [, id = ''] = /^callRecordings\.done\.(\w+)$/.exec(key) ?? [];
        const [, state = ''] = /^callRecordings\.(has\w+)$/.exec(key) ?? [];
        const isSet =
          state !== '' && [`      ${state}: `, `set('${state}', `].some((text) => source.includes(text));
        assert.ok(isSet || commandIds.includes(`callRecordings.${id}`), key);
      }
    }
  });

  it('says in the title of each command of the palette what it acts on', () => {
    const things =
      /\b(?:recordings?|call|container|folder|file|events?|answer|deliver(?:y|ies)|webhook|listener|queue|setup|report|resource|tenant|service|ID|log)\b/i;
    const hidden = palette.filter(({ when }) => when === 'false').map(({ command }) => command);
    const bare = contributes.commands
      .filter(({ command }) => !hidden.includes(command))
      .map(({ title }) => strings[title.replaceAll('%', '')] ?? '')
      .filter((title) => !things.test(title.replace(/\b(?:webhook|file manager)\b/i, '')));
    assert.deepEqual(bare, []);
  });

  it('has no two commands of one title', () => {
    const titles = contributes.commands.map(({ title }) => strings[title.replaceAll('%', '')] ?? '');
    assert.deepEqual(titles, [...new Set(titles)]);
  });

  it('offers in the palette only what applies', () => {
    const always = commandIds.filter((id) => !palette.some(({ command }) => command === id));
    for (const id of ['refresh', 'delete', 'copyLink', 'download', 'editSignIn', 'removeContainer'])
      assert.ok(!always.includes(`callRecordings.${id}`), id);
  });
});

/** Whether the `viewItem` part of a condition holds for a kind of row. */
function fits(when: string, kind: string): boolean {
  const [, pattern] = /viewItem =~ \/(.*?)\/(?: |$)/.exec(when) ?? [];
  if (pattern !== undefined) return new RegExp(pattern).test(kind);
  const [, exact] = /viewItem == ([\w.]+)/.exec(when) ?? [];
  return exact === undefined || exact === kind;
}
