import assert from 'node:assert/strict';
import fc from 'fast-check';
import { containerPlan, identityPlan, rolePlan } from '../../../../src/setup/mends/access.ts';
import { createText } from '../../../../src/setup/mends/create.ts';
import { bicepText } from '../../../../src/setup/mends/bicep.ts';
import { shellText } from '../../../../src/setup/mends/cli.ts';
import { diagnosticsPlan, eventsPlan } from '../../../../src/setup/mends/events.ts';
import type { MendPlan } from '../../../../src/setup/mends/plan.ts';
import { accountId, principalId, resource, resourceId } from '../checks/evidence.ts';

/** Reads literals of Bicep: texts, numbers, booleans, null, lists and objects with one entry a line. */
class BicepReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): unknown {
    this.#skipSpace();
    const rest = this.#text.slice(this.#at);
    if (rest.startsWith("'")) return this.#quoted();
    if (rest.startsWith('{')) return this.#object();
    if (rest.startsWith('[')) return this.#list();
    const [word = ''] = /^[\w.+-]+/.exec(rest) ?? [];
    assert.notEqual(word, '', `no value: ${rest.slice(0, 40)}`);
    this.#at += word.length;
    return word === 'true' ? true : word === 'false' ? false : word === 'null' ? null : Number(word);
  }

  #object(): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.#at += 1;
    while (this.#next() !== '}') {
      const quoted = this.#text[this.#at] === "'";
      const [name = ''] = /^\w+/.exec(this.#text.slice(this.#at)) ?? [];
      if (!quoted) this.#at += name.length;
      const key = quoted ? this.#quoted() : name;
      assert.equal(this.#text[this.#at], ':');
      this.#at += 1;
      const isSymbol = (key === 'parent' || key === 'scope') && /^ \w+\n/.test(this.#text.slice(this.#at));
      if (isSymbol) this.#at = this.#text.indexOf('\n', this.#at);
      else entries.push([key, this.value()]);
    }
    this.#at += 1;
    return Object.fromEntries(entries);
  }

  #list(): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    while (this.#next() !== ']') items.push(this.value());
    this.#at += 1;
    return items;
  }

  /** https://learn.microsoft.com/azure/azure-resource-manager/bicep/data-types#strings */
  #quoted(): string {
    const escapes: Readonly<Record<string, string>> = {
      n: '\n',
      r: '\r',
      t: '\t',
      "'": "'",
      '\\': '\\',
      $: '$',
    };
    let text = '';
    for (this.#at += 1; this.#text[this.#at] !== "'"; this.#at++) {
      assert.ok(this.#at < this.#text.length, 'a text without an end');
      const char = this.#text[this.#at] ?? '';
      assert.ok(!(char === '$' && this.#text[this.#at + 1] === '{'), 'an expression in a text');
      if (char === '\\') {
        this.#at += 1;
        text += escapes[this.#text[this.#at] ?? ''] ?? '?';
      } else text += char;
    }
    this.#at += 1;
    return text;
  }

  /** The first character after white space. */
  #next(): string | undefined {
    this.#skipSpace();
    return this.#text[this.#at];
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}

const plans: Readonly<Record<string, MendPlan>> = {
  role: rolePlan(principalId, accountId, 'recordings', 'account'),
  'role at the container': rolePlan(principalId, accountId, 'recordings', 'container'),
  container: containerPlan(accountId, 'recordings'),
  'events to a queue': eventsPlan({
    resourceId,
    name: 'e',
    target: { kind: 'queue', accountId, queue: 'q-1' },
    withCallStarted: true,
  }),
  'events to a webhook': eventsPlan({
    resourceId,
    name: 'e',
    target: { kind: 'webhook', url: "https://e.com/?a='${b}" },
    withCallStarted: false,
  }),
  diagnostics: diagnosticsPlan(resourceId, '/subscriptions/s1/workspaces/w'),
};

describe('Bicep', () => {
  for (const [name, plan] of Object.entries(plans)) {
    it(`says the same of ${name} as our own request, property by property`, () => {
      const blocks = bicepText(plan.bicep.filter(({ existing }) => existing !== true))
        .split(/^resource \w+ /m)
        .slice(1);
      const bodies = blocks.map((block) => {
        const read = new BicepReader(block.slice(block.indexOf('{'))).value() as Record<string, unknown>;
        delete read['name'];
        return read;
      });
      assert.deepEqual(
        bodies,
        plan.steps.map(({ request }) => request.body),
      );
    });
  }

  it('makes a resource and an account as the Azure CLI text does, property by property', () => {
    const { cli, bicep } = createText({
      subscriptionId: 's1',
      resourceGroup: 'calls',
      location: 'westeurope',
      dataLocation: 'Europe',
      resource: 'contoso',
      account: 'contosocalls',
      container: 'recordings',
    });
    const made = new Map(
      bicep.split(/^resource /m).flatMap((block) => {
        const [, symbol, type] = /^(\w+) '([^'@]+)@/.exec(block) ?? [];
        return symbol && type ? [[symbol, { type, text: block.slice(block.indexOf('{')) }] as const] : [];
      }),
    );
    const bodyOf = (symbol: string): unknown => {
      const read = new BicepReader(made.get(symbol)?.text ?? '').value() as Record<string, unknown>;
      delete read['name'];
      return read;
    };
    const sent = [...cli.matchAll(/--method put[^]*?--body '([^']+)'/gi)].map(
      ([, body]) => JSON.parse(body ?? '') as unknown,
    );
    assert.deepEqual([bodyOf('acs'), bodyOf('account'), bodyOf('container')], sent);
    // What is known only while it is deployed: the identity of that resource gets that role on that account.
    const { type, text } = made.get('assignment') ?? { type: '', text: '' };
    assert.equal(type, 'Microsoft.Authorization/roleAssignments');
    const [, role] = /--role (\S+)/.exec(cli) ?? [];
    for (const expected of [
      'scope: account\n',
      `name: guid(account.id, acs.id, '${role}')\n`,
      `roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${role}')\n`,
      'principalId: acs.identity.principalId\n',
      "principalType: 'ServicePrincipal'\n",
    ])
      assert.ok(text.includes(expected), expected);
  });

  it('keeps what a whole write of the resource would drop', () => {
    const { bicep, steps } = identityPlan({
      ...resource,
      tags: { team: 'calls' },
      linkedDomains: ['/d'],
      userAssignedIds: ['/u'],
    });
    assert.deepEqual(bicep[0]?.body, {
      location: 'global',
      tags: { team: 'calls' },
      identity: steps[0]?.request.body?.['identity'],
      properties: { dataLocation: 'Europe', linkedDomains: ['/d'] },
    });
  });

  it('makes a literal of every text, so that no name becomes an expression', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const text = bicepText([{ symbol: 'x', type: 'T', version: '1', name, body: { value } }]);
        const read = new BicepReader(text.slice(text.indexOf('{'))).value() as Record<string, unknown>;
        assert.equal(read['name'], name);
        assert.equal(JSON.stringify(read['value']), JSON.stringify(value));
      }),
    );
  });
});

describe('An argument of a shell', () => {
  it('ends no quote and starts no command, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = shellText(text);
        if (/^[\w./:@=+-]+$/.test(quoted)) assert.equal(quoted, text);
        else assert.equal(quoted.slice(1, -1).replaceAll(`'\\''`, '\0').includes("'"), false);
      }),
    );
  });
});
