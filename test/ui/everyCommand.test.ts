import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from './everyCommand/commands.ts';
import {
  type RowCase,
  type Way,
  closeTabs,
  rows,
  showOnly,
  use,
  viewOf,
  waysOf,
} from './everyCommand/rows.ts';
import { kinds } from './everyCommand/kinds.ts';
import { World, commandNames, titleOf } from './everyCommand/world.ts';
import { until } from './until.ts';

describe('What a person does first', function () {
  this.timeout(180_000);
  let world: World;

  before(async () => {
    world = await World.open();
    await world.workbench.showRecordings();
  });

  afterEach(async function () {
    await world.workbench.tellFailure(this.currentTest);
    if (this.currentTest?.state === 'failed') {
      await world.workbench.page.keyboard.press('Escape');
      await world.workbench.runCommand('Notifications: Clear All Notifications');
    }
  });

  after(() => world.close());

  describe('with a command from the palette, with nothing selected', () => {
    it('is in this table for each command', () => {
      assert.deepEqual(Object.keys(commands).toSorted(), commandNames.toSorted());
    });

    it('is offered only what applies', async () => {
      const { quickInput } = world.workbench;
      const names = Object.keys(commands);
      const expected = names.filter((name) => commands[name]?.offered === 'at first').join();
      let offered = '';
      const isSo = async (): Promise<boolean> => {
        await quickInput.openPalette();
        await quickInput.type('>Call Recordings: ');
        const labels = new Set(await quickInput.allLabels());
        await quickInput.cancel();
        offered = names.filter((name) => labels.has(titleOf(name))).join();
        return offered === expected;
      };
      // Right after the start the palette has less than all.
      await until(isSo, () => Promise.resolve(`offered is ${expected}\nnot ${offered}`), 60_000);
    });

    for (const [name, { offered, does }] of Object.entries(commands)) {
      if (offered === 'never') continue;
      it(`does what it says: ${name}`, async () => {
        await does(world, () => world.run(name));
        await world.isCalm();
      });
    }
  });

  describe('with a row', () => {
    before(async () => {
      await closeTabs(world);
      await world.workbench.recordings.headerAction('Collapse All');
    });

    it('is in this table for each kind of row', () => {
      const tried = Object.entries(kinds).flatMap(([kind, where]) => (where === 'here' ? [kind] : []));
      assert.deepEqual([...new Set<string>(rows.map(({ kind }) => kind))].toSorted(), tried.toSorted());
    });

    for (const one of rows) {
      const name = [one.kind, one.which].filter(Boolean).join(', ');
      it(`does the right thing by a click, Enter and a double click: ${name}`, async () => {
        await one.before?.(world);
        if (one.does === 'below') await world.workbench.tree(viewOf(one)).collapse(one.row);
        for (const way of waysOf(one)) {
          await one.reset?.(world);
          await use(world, one, way);
          await hasDone(one, way);
        }
        await world.isCalm();
      });
    }

    it('offers neither Delete nor a link for what belongs to the extension', async () => {
      const { recordings, page } = world.workbench;
      await showOnly('Recordings')(world);
      await recordings.headerAction('Collapse All');
      for (const label of ['Sample recordings', '2026-11-19', /6e123cf6…/]) await recordings.expand(label);
      for (const label of ['2026-11-19', /WAV audio/]) {
        await recordings.openMenu(label);
        const menu = (await world.workbench.menu()).join(' | ');
        assert.doesNotMatch(menu, /Delete|Read-only Link/, String(label));
        assert.match(menu, /Download Recordings/);
        await page.keyboard.press('Escape');
      }
    });

    it('opens what is below a recording by its arrow, and no inspector', async () => {
      const { recordings, page } = world.workbench;
      await recordings.expand(/WAV audio/);
      await recordings.waitForRow('Chunk 0: metadata');
      assert.equal(await page.locator('.editor-group-container .tab').count(), 0);
    });

    it('reads a container again that could not be read, once it is there', async () => {
      const { recordings, page } = world.workbench;
      await recordings.headerAction('Collapse All');
      await recordings.expand('Gone');
      const problem = recordings.pane.locator('.monaco-list-row', { has: page.locator('.codicon-error') });
      await problem.waitFor();
      assert.match((await problem.getAttribute('aria-label')) ?? '', /folder/i);
      cpSync(join(world.copies, '20261119'), join(world.gone, '20261119'), { recursive: true });
      await recordings.rowAction(/folder/i, 'Try Again');
      await recordings.waitForRow('2026-11-19');
      assert.equal(await problem.count(), 0);
      rmSync(world.gone, { recursive: true });
    });

    async function hasDone(one: RowCase, way: Way): Promise<void> {
      const { row, does } = one;
      if (typeof does === 'function') {
        await does(world).catch((error: unknown) => {
          throw new Error(`${String(row)} after ${way}: ${String(error)}`, { cause: error });
        });
        return;
      }
      const { page } = world.workbench;
      const tree = world.workbench.tree(viewOf(one));
      const found = await tree.waitForRow(row);
      if (does === 'below') {
        await until(
          async () => (await found.getAttribute('aria-expanded')) === 'true',
          async () => `open after ${way}; on screen:\n${await tree.text()}`,
        );
        if (way === 'click') await tree.collapse(row);
        return;
      }
      assert.equal(await found.getAttribute('aria-selected'), 'true');
      assert.equal(await page.locator('.quick-input-widget:visible').count(), 0);
      assert.equal(await page.locator('.editor-group-container .tab').count(), 0);
    }
  });
});
