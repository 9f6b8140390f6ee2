import assert from 'node:assert/strict';
import { assertLinear, workedMs } from './growth.ts';
import { limits, type TextFunction, textFunctions } from './textFunctions.ts';

/** Pieces that grammars of identifiers, addresses, events, headers and secrets are made of. */
const pieces = [
  ...['=', ' ', '/', '-', '.', '%', '&', '?', '#', ';', ':', '"', "'", '\\', '\n', '\t', '\0'],
  ...['(', '[', '{', '<', 'a', '0', 'A=', '%25', '%2F', '&amp;', '\\u0026', 'eyJ', 'sig=', 'sig=a&', 'a.'],
  ...['../', '🎧', '\ud800', 'endpoint=https:', ';accesskey=', 'AccountName=a;', 'https://', '{"a":', '[['],
  ...['20260107/', '<Blob>'],
];
/** A text that ends otherwise than it goes on makes an expression that looks for the end look in vain. */
const ends = ['', 'x'];
/** In UTF-16 units. Of what takes the square of the time, this takes hundreds of ms. */
const length = 16_384;
/** What is faster for the first length is fast enough; its growth could not be told from noise. */
const measurableMs = 20;

const textOf = (piece: string, end: string, size: number): string =>
  `${piece.repeat(Math.ceil(size / piece.length)).slice(0, size)}${end}`;

function attempt(run: TextFunction['run'], text: string): void {
  try {
    const result = run(text);
    if (result instanceof Promise) result.catch(() => undefined);
  } catch {
    // To refuse a text is right, in time.
  }
}

/** The text that takes a function longest, where that can be measured. */
function slowest({ run }: TextFunction, from: number): { piece: string; end: string } | undefined {
  let worst: { piece: string; end: string; ms: number } | undefined;
  for (const piece of pieces)
    for (const end of ends) {
      const text = textOf(piece, end, from);
      const ms = workedMs(() => attempt(run, text));
      if (ms > (worst?.ms ?? measurableMs)) worst = { piece, end, ms };
    }
  return worst;
}

function assertTextLinear(one: TextFunction, from = length): void {
  if (limits[one.name] !== undefined) return;
  const worst = slowest(one, from);
  if (worst === undefined) return;
  const { piece, end } = worst;
  assertLinear(`${one.name} of ${JSON.stringify(piece)}${end}`, from, (size) =>
    attempt(one.run, textOf(piece, end, size)),
  );
}

describe('Functions that take a text', () => {
  let functions: readonly TextFunction[] = [];

  before(async () => {
    functions = await textFunctions();
  });

  it('are found in the sources', () => {
    assert.ok(functions.length > 100, `${functions.length}`);
    for (const name of ['storage/containerAddress.ts parseAddress', ...Object.keys(limits)])
      assert.ok(
        functions.some((one) => one.name === name),
        name,
      );
  });

  it('would be caught if one took the square of the time', () => {
    assert.throws(
      () => assertTextLinear({ name: 'slow', run: (text) => /=+$/.test(text) }, length / 2),
      /slow of "="x/,
    );
  });

  it('take time in proportion to the text, whatever it is made of', function () {
    this.timeout(60_000);
    for (const one of functions) assertTextLinear(one);
  });
});
