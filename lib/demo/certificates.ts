import './reflectMetadata';
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

/**
 * A certificate authority for one certificate: it signs the server's, and then its private key is forgotten, so that
 * nobody can ever make a second certificate that a bridge with this CA file would believe.
 */

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;

/** The names by which a mail server on this machine is reached. */
export const loopbackNames = ['localhost', '127.0.0.1', '::1'] as const;

export interface CertificateWishes {
  /** DNS names and IP addresses for which the server's certificate holds; the first becomes its subject. */
  names: readonly string[];
  /** When it begins to hold; an hour ago by default, for clocks that differ. */
  from?: Date;
  /** When it ends; by default 397 days after its beginning, the longest that browsers and Apple's systems accept. */
  until?: Date;
}

/** All in PEM. `key` is PKCS #8, without a passphrase. */
export interface CertificateSet {
  authority: string;
  certificate: string;
  key: string;
}

/** Makes a throw-away authority and one server certificate under it (ECDSA P-256; RFC 5280 profile for TLS). */
export async function issueCertificate(wishes: CertificateWishes): Promise<CertificateSet> {
  const [subject] = wishes.names;
  if (subject === undefined) throw new Error('A certificate needs at least one name.');
  const notBefore = wishes.from ?? new Date(Date.now() - 3_600_000);
  const notAfter = wishes.until ?? new Date(notBefore.getTime() + 397 * day);
  // The types of Node's web crypto and the browser's differ in name only.
  x509.cryptoProvider.set(webcrypto as unknown as Crypto);
  const authorityKeys = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const serverKeys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Postbag throw-away authority',
    notBefore,
    notAfter,
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [subject] }],
    issuer: authority.subject,
    notBefore,
    notAfter,
    signingKey: authorityKeys.privateKey,
    publicKey: serverKeys.publicKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        wishes.names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', serverKeys.privateKey));
  return {
    authority: `${authority.toString('pem')}\n`,
    certificate: `${certificate.toString('pem')}\n`,
    key: x509.PemConverter.encode(key, 'PRIVATE KEY').concat('\n'),
  };
}

export interface StoredCertificate extends CertificateSet {
  /** Where the authority's certificate lies: the value for `POSTBAG_CA_FILE`. */
  authorityFile: string;
  certificateFile: string;
  keyFile: string;
}

/**
 * The loopback certificate kept in `folder` (made at the first call, and again when it ends within a week or does not
 * hold together). The private key is written with mode 0600 and the folder made with 0700.
 */
export async function storedCertificate(folder: string, now = new Date()): Promise<StoredCertificate> {
  const files = {
    authorityFile: join(folder, 'ca.pem'),
    certificateFile: join(folder, 'server.pem'),
    keyFile: join(folder, 'server.key'),
  };
  const kept = await readSet(files).catch(() => null);
  if (kept && holds(kept, new Date(now.getTime() + 7 * day))) return { ...kept, ...files };
  const made = await issueCertificate({
    names: loopbackNames,
    from: new Date(now.getTime() - 3_600_000),
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The mode is applied to new files only.
  await rm(files.keyFile, { force: true });
  await writeFile(files.keyFile, made.key, { mode: 0o600 });
  await writeFile(files.certificateFile, made.certificate);
  await writeFile(files.authorityFile, made.authority);
  return { ...made, ...files };
}

async function readSet(files: {
  authorityFile: string;
  certificateFile: string;
  keyFile: string;
}): Promise<CertificateSet> {
  const [authority, certificate, key] = await Promise.all([
    readFile(files.authorityFile, 'utf8'),
    readFile(files.certificateFile, 'utf8'),
    readFile(files.keyFile, 'utf8'),
  ]);
  return { authority, certificate, key };
}

/** An interrupted start can leave files of two generations: a set counts only when the authority signed it. */
function holds(set: CertificateSet, at: Date): boolean {
  const server = new X509Certificate(set.certificate);
  const authority = new X509Certificate(set.authority);
  return (
    server.verify(authority.publicKey) &&
    server.checkPrivateKey(createPrivateKey(set.key)) &&
    new Date(server.validTo) > at &&
    new Date(server.validFrom) < at
  );
}

/** 20 octets at most and positive (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
