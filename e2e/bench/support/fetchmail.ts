import { chmod, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Maildrop } from './maildrop';
import { runProgram } from './processes';

/**
 * One retrieval by fetchmail into a file of batched SMTP: the one delivery that starts no further program for each
 * message. Resolves to seconds.
 */
export async function runFetchmail({ ca, ...wishes }: Maildrop & { folder: string }): Promise<number> {
  const config = join(wishes.folder, 'fetchmailrc');
  const mail = join(wishes.folder, 'fetchmail.bsmtp');
  const tls =
    ca === undefined ? `sslproto ''` : `ssl sslcertck sslcertfile "${ca}" sslcommonname "localhost"`;
  const lines = [
    `set idfile "${join(wishes.folder, 'fetchids')}"`,
    `set pidfile "${join(wishes.folder, 'fetchmail.pid')}"`,
    `poll localhost service ${wishes.port} proto pop3 auth password`,
    `  user "${wishes.user}" password "${wishes.password}" is "root" here`,
    `  ${tls} fetchall keep no rewrite bsmtp "${mail}"`,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  await chmod(config, 0o600);
  await rm(mail, { force: true });
  const { seconds } = await runProgram('fetchmail', ['-f', config, '--silent', '--nodetach', '--nosyslog']);
  if ((await stat(mail)).size < wishes.octets * 0.9) throw new Error('fetchmail fetched too little.');
  return seconds;
}
