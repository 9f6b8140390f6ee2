import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  findInLines,
  foldedAtFirst,
  foldsAround,
  visibleLines,
} from '../../../../../../src/views/inspector/webview/metadata/jsonFolding.ts';
import {
  type JsonLine,
  jsonLines,
  keyPath,
} from '../../../../../../src/views/inspector/webview/metadata/jsonLines.ts';

/** The lines as text, as the view shows them. */
function printed(lines: readonly JsonLine[]): string {
  return lines
    .map(({ depth, key, text, comma }) => {
      return `${'  '.repeat(depth)}${key === undefined ? '' : `${key}: `}${text}${comma ? ',' : ''}`;
    })
    .join('\n');
}

describe('JSON lines', () => {
  it('prints JSON as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(printed(jsonLines(JSON.stringify(value))), JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps the spelling of numbers and strings', () => {
    const text = '{"a":1.50e+2,"b":12345678901234567890,"c":"\\u0041"}';
    assert.equal(
      printed(jsonLines(text)),
      '{\n  "a": 1.50e+2,\n  "b": 12345678901234567890,\n  "c": "\\u0041"\n}',
    );
  });

  it('shows a half file to its end', () => {
    const lines = jsonLines('{"participants":[{"channel":1},{"chan');
    assert.equal(
      printed(lines),
      '{\n  "participants": [\n    {\n      "channel": 1\n    },\n    {\n      "chan',
    );
    assert.equal(visibleLines(lines, new Set([1])).length, 2);
  });

  it('loses no character but white space, whatever the text', () => {
    const mostlyJson = fc.array(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'true', 'x', '"', ' ', '/', '*'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          mostlyJson.map((parts) => parts.join('')),
        ),
        (text) => {
          const pressed = (all: string): string =>
            all.replaceAll(/[\s\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]/g, '');
          assert.equal(pressed(printed(jsonLines(text))), pressed(text));
        },
      ),
    );
  });

  it('takes 100,000 nested lists', () => {
    const lines = jsonLines('['.repeat(100_000) + ']'.repeat(100_000));
    assert.equal(lines.length, 199_999);
    assert.equal(visibleLines(lines, new Set([0])).length, 1);
  });

  it('folds, and unfolds what is around a line', () => {
    const lines = jsonLines('{"a":{"b":[1,2]},"c":3}');
    assert.deepEqual(visibleLines(lines, new Set([1])), [0, 1, 7, 8]);
    const two = lines.findIndex((line) => line.text === '2');
    assert.deepEqual(foldsAround(lines, two), [2, 1, 0]);
    assert.deepEqual(keyPath(lines, two), ['a', 'b']);
  });

  it('begins with long lists folded', () => {
    const lines = jsonLines(JSON.stringify({ short: [1, 2], long: Array.from({ length: 51 }, () => 0) }));
    assert.deepEqual(
      [...foldedAtFirst(lines)].map((index) => lines[index]?.key),
      ['"long"'],
    );
  });

  it('finds words in keys and values', () => {
    const lines = jsonLines('{"callId":"ABC","other":{"x":"callid"}}');
    assert.equal(findInLines(lines, ' CALLID ').length, 2);
    assert.deepEqual(findInLines(lines, ' '), []);
  });
});
