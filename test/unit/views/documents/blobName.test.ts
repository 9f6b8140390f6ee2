import assert from 'node:assert/strict';
import { posix } from 'node:path';
import fc from 'fast-check';
import { blobNameOf } from '../../../../src/views/documents/blobName.ts';

describe('blobNameOf', () => {
  it('ignores the query that a media preview appends, whatever it is', () => {
    const path = '/20261120/call/folder/0-audiomp3.mp3';
    for (const query of ['', 'version=1732550000000', 'version=1&x=2', 'name', '0-audiomp3.mp3', '/'])
      assert.equal(blobNameOf({ path, query }), path.slice(1), query);
  });

  it('finds every name again, however VS Code normalises the path', () => {
    const segment = fc.oneof(fc.constantFrom('', '.', '..', 'a', 'version=1', '20261120'), fc.string());
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (segments, isNormalised) => {
          const name = segments.join('/');
          const absolute = `/${name}`;
          const normal = posix.normalize(absolute);
          const query = normal === absolute ? '' : name;
          assert.equal(blobNameOf({ path: isNormalised ? normal : absolute, query }), name);
        },
      ),
    );
  });
});
