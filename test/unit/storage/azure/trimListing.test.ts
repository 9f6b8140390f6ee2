import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asksForMetadata, isListing, trimListing } from '../../../../src/storage/azure/trimListing.ts';

const escaped = fc
  .string()
  .map((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));

describe('trimmed listing', () => {
  it('keeps name, size, time and type, and what it does not know', () => {
    const xml =
      '<Blob><Name>a</Name><Properties><Creation-Time>x</Creation-Time><Last-Modified>t</Last-Modified><Etag>0x8</Etag>' +
      '<Content-Length>1</Content-Length><Content-Type>audio/mpeg</Content-Type><Content-Encoding /><Content-MD5/>' +
      '<BlobType>BlockBlob</BlobType><New>1</New></Properties><OrMetadata /></Blob>';
    assert.equal(
      trimListing(xml),
      '<Blob><Name>a</Name><Properties><Last-Modified>t</Last-Modified><Content-Length>1</Content-Length>' +
        '<Content-Type>audio/mpeg</Content-Type><New>1</New></Properties></Blob>',
    );
  });

  it('touches no name, whatever it says', () => {
    const looksLike = escaped.map((text) => `${text}&lt;Etag&gt;x&lt;/Etag&gt;`);
    fc.assert(
      fc.property(fc.oneof(escaped, looksLike), (name) => {
        const xml = `<Blob><Name>${name}</Name><Properties>`;
        assert.equal(trimListing(`${xml}<Etag>${name}</Etag>`), xml);
      }),
    );
  });

  it('leaves out directories of a hierarchical namespace', () => {
    const blob = (name: string, type: string) =>
      `<Blob><Name>${name}</Name><Properties><ResourceType>${type}</ResourceType></Properties></Blob>`;
    const prefix = '<BlobPrefix><Name>20260101/</Name></BlobPrefix>';
    const xml = `<Blobs>${blob('a', 'directory')}${blob('a/b', 'file')}${prefix}${blob('a/c', 'directory')}</Blobs>`;
    assert.equal(trimListing(xml), `<Blobs>${blob('a/b', 'file')}${prefix}</Blobs>`);
  });

  it('keeps directories where the empty ones are to be deleted', () => {
    const xml = '<Blob><Name>a</Name><Properties><ResourceType>directory</ResourceType></Properties></Blob>';
    assert.equal(trimListing(xml, true), xml);
    assert.ok(asksForMetadata('https://a.b/c?restype=container&comp=list&include=metadata'));
    assert.ok(!asksForMetadata('https://a.b/c?restype=container&comp=list&prefix=metadata'));
  });

  it('keeps tiers that are slow to read and leases that are held, and no others', () => {
    const states = (tier: string, lease: string) =>
      `<AccessTier>${tier}</AccessTier><LeaseState>${lease}</LeaseState>`;
    assert.equal(trimListing(states('Hot', 'available')), '');
    assert.equal(trimListing(states('Archive', 'leased')), states('Archive', 'leased'));
  });

  it('leaves a listing that was cut off as it is, at once', () => {
    const cut = `<ResourceType>directory</ResourceType>${'<Blob>'.repeat(200_000)}`;
    assert.equal(trimListing(cut), cut);
  });

  it('is for listings of blobs only', () => {
    assert.ok(isListing('https://a.b/c?restype=container&comp=list&prefix=x'));
    assert.ok(isListing('https://a.b/c?sv=1&comp=list&restype=container'));
    assert.ok(!isListing('https://a.b/?comp=list'));
    assert.ok(!isListing('https://a.b/c/comp=list'));
    assert.ok(!isListing('https://a.b/c?restype=container&comp=listing'));
  });
});
