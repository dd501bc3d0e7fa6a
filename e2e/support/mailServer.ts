import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CertificateWishes, issueCertificate, loopbackNames } from '@/lib/demo/certificates';
import { Maildrop, type StoredMessage } from '@/lib/demo/maildrop';
import { startPop3Server } from '@/lib/demo/pop3Server';
import type { SignIn } from './browser';

export interface MailServer {
  port: number;
  /** PEM file of the authority, for `POSTBAG_CA_FILE`. */
  caFile: string;
  signIn: SignIn;
  maildrop: Maildrop;
  /** Those of other people, by name; they have the same password. */
  others: Readonly<Record<string, Maildrop>>;
  /** How many RETR it has answered. */
  retrieved(): number;
  /** Whether a session has the maildrop. */
  inUse(): boolean;
  close(): Promise<void>;
}

/** The sample mailbox's server with other messages in it, a certificate of its own, and a count of what it did. */
export async function startMailServer(
  messages: readonly StoredMessage[],
  wishes: {
    certificate?: CertificateWishes;
    security?: 'tls' | 'starttls';
    user?: string;
    others?: Readonly<Record<string, readonly StoredMessage[]>>;
  } = {},
): Promise<MailServer> {
  const folder = await mkdtemp(join(tmpdir(), 'postbag-mail-'));
  const caFile = join(folder, 'ca.pem');
  const { authority, certificate, key } = await issueCertificate(
    wishes.certificate ?? { names: loopbackNames },
  );
  await writeFile(caFile, authority);
  const maildrop = new Maildrop(messages);
  const others = Object.fromEntries(
    Object.entries(wishes.others ?? {}).map(([name, mail]) => [name, new Maildrop(mail)]),
  );
  const username = wishes.user ?? 'ada@lindgren.example';
  let retrieved = 0;
  const server = await startPop3Server({
    users: Object.entries({ [username]: maildrop, ...others }).map(([name, drop]) => ({
      ...{ username: name, password: 'airmail', maildrop: drop },
    })),
    certificate,
    key,
    security: wishes.security ?? 'tls',
    observe(verb) {
      if (verb === 'RETR') retrieved += 1;
    },
  });
  return {
    port: server.port,
    caFile,
    signIn: {
      address: username,
      password: 'airmail',
      host: 'localhost',
      port: server.port,
      security: wishes.security === 'starttls' ? 'STARTTLS' : 'TLS',
    },
    maildrop,
    others,
    retrieved: () => retrieved,
    inUse: () => maildrop.locked,
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Generated mail as the server holds it: the oldest first. */
export function asStored(messages: readonly { messageId: string; bytes: Uint8Array }[]): StoredMessage[] {
  return messages.map(({ messageId, bytes }) => ({ uidl: messageId.replace(/[<>]/g, ''), bytes })).reverse();
}
