import assert from 'node:assert/strict';
import { formatSize, formatWeekday } from '../../../../src/base/display.ts';
import { language, numberText, setLanguage } from '../../../../src/base/text/language.ts';
import { durationText } from '../../../../src/base/text/duration.ts';
import { rateText } from '../../../../src/recording/formatText.ts';
import { legalFormats } from '../../../../src/recording/formats.ts';

/** What is written with digits or names of days. */
const written = (): readonly unknown[] => [
  numberText(1234.5),
  formatSize(48_800),
  formatWeekday('20261120', new Date('2026-11-26T12:00:00Z')),
  durationText(76_400),
  legalFormats.map(rateText).find((text) => /\d\D\d/.test(text)),
];

describe('The language of numbers and weekdays', () => {
  afterEach(() => setLanguage('en'));

  it('is that of the texts, whatever the computer speaks', () => {
    assert.deepEqual(written(), ['1,234.5', '48.8 kB', 'Friday', '1 min 16 s', 'at most 7.5 MB per minute']);
  });

  it('follows the texts into another language', () => {
    setLanguage('de');
    assert.equal(language(), 'de');
    assert.deepEqual(written().slice(0, 3), ['1.234,5', '48,8 kB', 'Freitag']);
    assert.equal(durationText(6_400), '6,4 s');
    setLanguage('pt-br');
    assert.equal(language(), 'pt-BR');
  });

  it('is English where the tag is none', () => {
    for (const tag of ['', 'not a tag', '"><script>']) {
      setLanguage(tag);
      assert.equal(language(), 'en');
    }
  });
});
