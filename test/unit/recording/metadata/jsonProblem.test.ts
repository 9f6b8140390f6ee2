import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findJsonProblem, lineAndColumn, parseJson } from '../../../../src/recording/metadata/jsonProblem.ts';
import { nearJson } from '../fixtures.ts';

describe('JSON problems', () => {
  const cases: [text: string, code: string, offset: number][] = [
    ['', 'empty', 0],
    [' \n', 'empty', 0],
    ['{', 'truncated', 1],
    ['{"a', 'truncated', 3],
    ['{"a":', 'truncated', 5],
    ['{"a":1', 'truncated', 6],
    ['{"a":1,', 'truncated', 7],
    ['{"a":tr', 'truncated', 7],
    ['[1.', 'truncated', 3],
    ['[-', 'truncated', 2],
    ['[1e', 'truncated', 3],
    ['["\\', 'truncated', 3],
    ['{"a":1} x', 'notJson', 8],
    ['{"a":1}}', 'notJson', 7],
    ['{"a":1,}', 'notJson', 7],
    ['[1,]', 'notJson', 3],
    ['{a:1}', 'notJson', 1],
    ["{'a':1}", 'notJson', 1],
    ['{"a" 1}', 'notJson', 5],
    ['{"a"}', 'notJson', 4],
    ['[1 2]', 'notJson', 3],
    ['[01]', 'notJson', 2],
    ['[+1]', 'notJson', 1],
    ['["a\nb"]', 'notJson', 1],
    ['["\\x"]', 'notJson', 1],
    ['// comment\n{}', 'notJson', 0],
    ['{"a":1]', 'notJson', 6],
    [']', 'notJson', 0],
    ['NaN', 'notJson', 0],
    ['\ufeff{}', 'notJson', 0],
    ['<?xml version="1.0"?>', 'notJson', 0],
  ];
  for (const [text, code, offset] of cases) {
    it(`finds ${code} at ${offset} in ${JSON.stringify(text)}`, () => {
      const problem = findJsonProblem(text);
      assert.deepEqual({ code: problem?.code, offset: problem?.offset }, { code, offset });
    });
  }

  it('finds nothing wrong in JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        assert.equal(findJsonProblem(text), undefined);
      }),
    );
  });

  it('calls every beginning of an object truncated', () => {
    const object = fc
      .dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
      .map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(object, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (text, share) => {
        const cut = text.slice(0, 1 + Math.floor(share * (text.length - 1)));
        assert.equal(findJsonProblem(cut)?.code, 'truncated', cut);
        assert.ok((findJsonProblem(cut)?.offset ?? -1) <= cut.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with JSON.parse and stays within the text', () => {
    fc.assert(
      fc.property(fc.oneof(nearJson, fc.string()), (text) => {
        const problem = findJsonProblem(text);
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        assert.equal(problem === undefined, parses);
        if (!problem) return;
        assert.ok(problem.offset >= 0 && problem.offset <= text.length);
        // What comes before the place is never wrong by itself: it could continue as JSON.
        const before = findJsonProblem(text.slice(0, problem.offset));
        assert.notEqual(before?.code, 'notJson', JSON.stringify(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('gives the value of JSON', () => {
    assert.deepEqual(parseJson('{"__proto__":1}'), { value: JSON.parse('{"__proto__":1}') as unknown });
  });

  it('counts lines and columns from 1', () => {
    assert.deepEqual(lineAndColumn('ab\ncd\r\ne', 0), { line: 1, column: 1 });
    assert.deepEqual(lineAndColumn('ab\ncd\r\ne', 4), { line: 2, column: 2 });
    assert.deepEqual(lineAndColumn('ab\ncd\r\ne', 8), { line: 3, column: 2 });
    assert.deepEqual(findJsonProblem('{\n "a": x}'), { code: 'notJson', offset: 8, line: 2, column: 7 });
  });

  it('takes nesting of any depth', () => {
    assert.equal(findJsonProblem('['.repeat(300_000))?.code, 'truncated');
    assert.equal(findJsonProblem(`${'{"a":'.repeat(200_000)}]`)?.code, 'notJson');
  });
});
