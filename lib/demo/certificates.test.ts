import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueCertificate, loopbackNames, storedCertificate } from './certificates';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postbag-certificates-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** 'ok', or the code with which a client that trusts `ca` alone refuses the handshake. */
async function handshake(
  server: { certificate: string; key: string },
  ca: string,
  servername: string,
): Promise<string> {
  const listener = createServer({ cert: server.certificate, key: server.key }, (socket) => socket.end());
  listener.on('tlsClientError', () => {});
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port, ca, servername });
  try {
    await once(socket, 'secureConnect');
    return 'ok';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.destroy();
    listener.close();
  }
}

test('a client that trusts the authority accepts the name, and no other client does', async () => {
  const made = await issueCertificate({ names: loopbackNames });
  const other = await issueCertificate({ names: loopbackNames });
  expect(await handshake(made, made.authority, 'localhost')).toBe('ok');
  expect(await handshake(made, made.authority, 'mail.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(await handshake(made, other.authority, 'localhost')).not.toBe('ok');
});

test('an expired certificate can be made for tests and is refused', async () => {
  const made = await issueCertificate({
    names: ['localhost'],
    from: new Date('2020-01-01'),
    until: new Date('2020-02-01'),
  });
  expect(await handshake(made, made.authority, 'localhost')).toBe('CERT_HAS_EXPIRED');
});

test('the stored certificate is made once, its key is for the owner alone', async () => {
  const first = await storedCertificate(folder);
  const second = await storedCertificate(folder);
  expect(second).toEqual(first);
  expect((await stat(first.keyFile)).mode & 0o777).toBe(0o600);
  expect(await readFile(first.authorityFile, 'utf8')).toBe(first.authority);
  expect(first.authority).not.toContain('PRIVATE');
});

test('the stored certificate is made anew before it ends, and when its files do not belong together', async () => {
  const first = await storedCertificate(folder);
  const nextYear = new Date(Date.now() + 395 * 86_400_000);
  const second = await storedCertificate(folder, nextYear);
  expect(second.certificate).not.toBe(first.certificate);
  await writeFile(second.authorityFile, first.authority);
  await chmod(second.keyFile, 0o644);
  const third = await storedCertificate(folder, nextYear);
  expect(third.authority).not.toBe(first.authority);
  expect((await stat(third.keyFile)).mode & 0o777).toBe(0o600);
  expect(await handshake(third, third.authority, 'localhost')).toBe('CERT_NOT_YET_VALID');
});
