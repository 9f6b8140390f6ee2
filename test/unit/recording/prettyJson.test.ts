import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maxSourceLength, prettyPrint } from '../../../src/recording/prettyJson.ts';
import { fixtureText, metadataFixtures, nearJson } from './fixtures.ts';

/** Tokens of JSON as they are spelled, by a grammar of our own to check the printer against. */
function tokensOf(json: string): string[] {
  return json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
}

/** JSON with white space and spellings that a parser and printer would change. */
const oddJson = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('1', '1.0', '-0', '1E5', '1e+05', '0.10', '123456789012345678901234567890', '1e999'),
    fc.constantFrom(
      '"\\u00e9"',
      '"é"',
      '"\\/"',
      '"\\ud800"',
      '"\\u2028"',
      '"\u2028"',
      '"{\\"a\\":[1,2]}"',
      '""',
    ),
    fc.constantFrom('true', 'false', 'null'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[ ${items.join('\n,')}\t]`),
    fc
      .array(fc.tuple(fc.constantFrom('"a"', '"b"', '"__proto__"', '"\\u0061"'), tie('value')), {
        maxLength: 4,
      })
      .map((fields) => `{${fields.map(([key, value]) => `${key} :${value}`).join(',\r\n')} }`),
  ),
})).value;

describe('pretty JSON', () => {
  it('lays fields and items out a line each, and leaves empty ones closed', () => {
    assert.equal(
      prettyPrint('{"a":[1,{"b":"x"}],"c":{ },"d":[\n],"e":null}').text,
      `{
  "a": [
    1,
    {
      "b": "x"
    }
  ],
  "c": {},
  "d": [],
  "e": null
}
`,
    );
  });

  it('keeps numbers, escapes and repeated keys as they are spelled', () => {
    const { text, problem } = prettyPrint(
      '{"n":1.0,"n":[1E5,-0,0.10,12345678901234567890],"s":"\\u00e9\\/"}',
    );
    assert.equal(problem, undefined);
    assert.deepEqual(
      text.split('\n').map((line) => line.trim()),
      [
        '{',
        '"n": 1.0,',
        '"n": [',
        '1E5,',
        '-0,',
        '0.10,',
        '12345678901234567890',
        '],',
        '"s": "\\u00e9\\/"',
        '}',
        '',
      ],
    );
  });

  it('lays a scalar out', () => {
    assert.equal(prettyPrint(' 1.50 ').text, '1.50\n');
  });

  for (const name of metadataFixtures) {
    it(`lays ${name} out as JSON.stringify does`, () => {
      const source = fixtureText(name);
      assert.equal(prettyPrint(source).text, `${JSON.stringify(JSON.parse(source), undefined, 2)}\n`);
    });
  }

  it('changes white space only', () => {
    fc.assert(
      fc.property(oddJson, (source) => {
        const { text, problem } = prettyPrint(source);
        assert.equal(problem, undefined);
        assert.deepEqual(tokensOf(text), tokensOf(source));
        assert.deepEqual(JSON.parse(text), JSON.parse(source));
        assert.equal(prettyPrint(text).text, text);
      }),
      { numRuns: 500 },
    );
  });

  it('lays out like JSON.stringify what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(prettyPrint(JSON.stringify(value)).text, `${JSON.stringify(value, undefined, 2)}\n`);
      }),
      { numRuns: 500 },
    );
  });

  it('removes a byte order mark', () => {
    assert.deepEqual(prettyPrint('\ufeff{"a":1}'), { text: '{\n  "a": 1\n}\n' });
    assert.deepEqual(prettyPrint('\ufeff{"a":'), {
      text: '{"a":',
      problem: { code: 'truncated', offset: 5, line: 1, column: 6 },
    });
  });

  it('shows as it is what is no JSON, and says where it breaks', () => {
    const html = '<html>\n<body>';
    assert.deepEqual(prettyPrint(html), {
      text: html,
      problem: { code: 'notJson', offset: 0, line: 1, column: 1 },
    });
    assert.deepEqual(prettyPrint(''), {
      text: '',
      problem: { code: 'empty', offset: 0, line: 1, column: 1 },
    });
    const half = '{"a": 1,\n"b';
    assert.deepEqual(prettyPrint(half), {
      text: half,
      problem: { code: 'truncated', offset: 11, line: 2, column: 3 },
    });
  });

  it('gives any text back, laid out or as it is', () => {
    fc.assert(
      fc.property(fc.oneof(nearJson, fc.string()), (source) => {
        const { text, problem } = prettyPrint(source);
        const bare = source.replace(/^\ufeff/, '');
        if (problem) assert.equal(text, bare);
        else assert.deepEqual(JSON.parse(text), JSON.parse(bare));
      }),
      { numRuns: 3000 },
    );
  });

  it('shows a text over 10 MB as it is, and lays one just under out', () => {
    const just = `{"a":"${'x'.repeat(maxSourceLength - 8)}"}`;
    assert.equal(just.length, maxSourceLength);
    assert.deepEqual(prettyPrint(just), { text: `{\n  "a": ${just.slice(5, -1)}\n}\n` });
    const large = `${just} `;
    const { text, problem } = prettyPrint(large);
    assert.equal(text, large);
    assert.deepEqual(problem, { code: 'tooLarge', offset: 0, line: 1, column: 1 });
  });

  it('does not fill the memory with indentation', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    assert.equal(prettyPrint(deep).problem?.code, 'tooLarge');
    assert.equal(prettyPrint(deep).text, deep);
  });

  it('lays 5 MB out in time that grows with the size', () => {
    const participant = {
      participantId: '8:acs:631fa8d8-aab5-4ac5-8e15-261aa2590750_0000000c',
      channel: 1.5,
    };
    const source = JSON.stringify(Array.from({ length: 60_000 }, () => participant));
    assert.ok(source.length > 5_000_000);
    assert.equal(prettyPrint(source).text, `${JSON.stringify(JSON.parse(source), undefined, 2)}\n`);
  });
});
