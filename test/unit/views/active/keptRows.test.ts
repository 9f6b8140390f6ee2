import assert from 'node:assert/strict';
import { KeptRows } from '../../../../src/views/active/keptRows.ts';

interface Row {
  readonly id: string;
  readonly text: string;
  readonly color?: string;
}

const keptRows = () => new KeptRows<Row>(({ id }) => id);

describe('rows that are kept', () => {
  it('stay the same object, and tell which look other than before', () => {
    const kept = keptRows();
    const { rows } = kept.take([
      { id: 'a', text: '0:01' },
      { id: 'b', text: 'paused' },
    ]);
    const later = kept.take([
      { id: 'a', text: '0:02' },
      { id: 'b', text: 'paused' },
    ]);
    assert.equal(later.rows[0], rows[0]);
    assert.equal(later.rows[1], rows[1]);
    assert.deepEqual(later.changed, [{ id: 'a', text: '0:02' }]);
  });

  it('lose what they no longer have', () => {
    const kept = keptRows();
    kept.take([{ id: 'a', text: 'recording', color: 'red' }]);
    assert.deepEqual(kept.take([{ id: 'a', text: 'ended' }]).rows, [{ id: 'a', text: 'ended' }]);
  });

  it('are all to be drawn where one came, went or changed places', () => {
    const [a, b] = [
      { id: 'a', text: '' },
      { id: 'b', text: '' },
    ];
    const kept = keptRows();
    for (const now of [[a], [b, a], [a, b], [b], []]) assert.equal(kept.take(now).changed, 'all');
    assert.deepEqual(kept.take([]).changed, []);
  });
});
