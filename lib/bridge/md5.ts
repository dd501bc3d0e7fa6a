import 'server-only';
import { createHash, createHmac } from 'node:crypto';
import type { Md5 } from '@/lib/pop3/sasl/mechanism';

/** What CRAM-MD5 is made of (RFC 2195); WebCrypto, which lib/pop3 uses, has left MD5 out. */
export const md5: Md5 = {
  hash: (octets) => createHash('md5').update(octets).digest(),
  hmac: (key, octets) => createHmac('md5', key).update(octets).digest(),
};
