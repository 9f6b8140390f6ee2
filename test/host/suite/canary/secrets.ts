import { createHash } from 'node:crypto';

/** A key that is found nowhere by chance, with the signs of base64 that encodings change. */
export function canaryKey(name: string, bytes: 32 | 64 = 32): string {
  const noise = createHash('sha512')
    .update(`canary ${name}`)
    .digest()
    .subarray(0, bytes - 3);
  return Buffer.concat([noise.subarray(0, 12), Buffer.from('fbffbf', 'hex'), noise.subarray(12)]).toString(
    'base64',
  );
}

/** What the test gives to the extension to keep; the extension adds the key of its own local service. */
export const canaries = {
  'account key': canaryKey('account', 64),
  'key in a connection string': canaryKey('account string', 64),
  'signature of a SAS': canaryKey('sas'),
  'signature of a SAS in a connection string': canaryKey('sas string'),
  'signature of a SAS in a destination': canaryKey('destination'),
  'access key of a resource': canaryKey('resource'),
  'code of a webhook': canaryKey('code'),
  'header of a webhook': canaryKey('header'),
  'key in the connection string of a queue': canaryKey('queue', 64),
  'signature of a SAS of a queue': canaryKey('queue sas'),
  'code of a callback': canaryKey('callback'),
  'Microsoft token': canaryKey('token', 64),
  'signature of a SAS that works': canaryKey('working sas'),
} as const;

/** A SAS token with this signature. */
export function sasWith(signature: string): string {
  return new URLSearchParams({
    ...{ sv: '2025-01-05', sr: 'c', sp: 'racwdl', se: '2036-01-01T00:00:00Z' },
    sig: signature,
  }).toString();
}
