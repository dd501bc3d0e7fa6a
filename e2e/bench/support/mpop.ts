import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Maildrop } from './maildrop';
import { runProgram } from './processes';

export interface MpopWishes extends Maildrop {
  /** A private folder for the configuration, the list of UIDLs and the mail. */
  folder: string;
  delivery: 'mbox' | 'maildir';
  /** What takes longer hangs. */
  seconds?: number;
}

/** One retrieval of the whole maildrop by mpop, from its start to its end. Resolves to seconds. */
export async function runMpop(wishes: MpopWishes): Promise<number> {
  const { folder, ca } = wishes;
  const config = join(folder, 'mpoprc');
  const uidls = join(folder, 'uidls');
  const mail = join(folder, wishes.delivery);
  const lines = [
    'account bench',
    'host localhost',
    `port ${wishes.port}`,
    `user ${wishes.user}`,
    `password ${wishes.password}`,
    'auth plain',
    ...(ca === undefined ? ['tls off'] : ['tls on', 'tls_starttls off', `tls_trust_file ${ca}`]),
    `delivery ${wishes.delivery} ${mail}`,
    `uidls_file ${uidls}`,
    'keep on',
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  await chmod(config, 0o600);
  await rm(uidls, { force: true });
  await rm(mail, { recursive: true, force: true });
  if (wishes.delivery === 'maildir') {
    for (const part of ['cur', 'new', 'tmp']) await mkdir(join(mail, part), { recursive: true });
  }
  const { seconds } = await runProgram('mpop', [`--file=${config}`, '--quiet', 'bench'], wishes.seconds);
  // A client that fetched nothing is very fast, and must not count. An mbox has LF for CRLF: a 40th of ordinary mail.
  const missing =
    wishes.delivery === 'mbox'
      ? (await stat(mail)).size < wishes.octets * 0.9
      : (await readdir(join(mail, 'new'))).length < wishes.messages;
  if (missing) throw new Error('mpop fetched too little.');
  return seconds;
}
