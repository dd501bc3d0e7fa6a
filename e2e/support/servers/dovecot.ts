import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Pop3Session } from '@/lib/pop3/session';
import { handToDovecot, startDovecot } from '../dovecot';
import { socketWire } from '../socketWire';
import { storedInMaildir } from './maildir';
import { type Account, type Launcher, passwords, type RunningServer, type UserName } from './server';

/** The machine's own Dovecot, as ../dovecot.ts runs it for all integration tests. */
export const dovecot: Launcher = {
  name: 'Dovecot',
  unavailable() {
    try {
      execFileSync('dovecot', ['--version'], { stdio: 'ignore' });
      return null;
    } catch {
      return 'needs Dovecot (apt-get install dovecot-pop3d)';
    }
  },
  start,
};

async function start(): Promise<RunningServer> {
  const dir = await mkdtemp(join(tmpdir(), 'postbag-dovecot-'));
  const server = await startDovecot({ users: passwords, dir });
  const stop = async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await teachMechanisms(dir, server.popPort);
  } catch (error) {
    await stop();
    throw error;
  }
  const account = (user: UserName): Account => {
    const folder = server.maildir(user);
    return {
      username: user,
      password: passwords[user],
      async fill(messages) {
        for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, part), { recursive: true });
        for (const [index, message] of messages.entries()) {
          await writeFile(join(folder, 'new', `${1_700_000_000 + index}.M${index}.localhost`), message);
        }
        handToDovecot(folder);
      },
      stored: () => storedInMaildir(folder),
    };
  };
  return {
    host: server.host,
    port: server.popPort,
    tlsPort: server.popsPort,
    authority: readFileSync(server.ca, 'utf8'),
    alice: account('alice'),
    bob: account('bob'),
    log: server.log,
    stop,
  };
}

/** Gives the running Dovecot every mechanism that can do with a password in clear. */
async function teachMechanisms(dir: string, port: number): Promise<void> {
  const file = join(dir, 'dovecot.conf');
  const mechanisms = 'auth_mechanisms = plain login apop cram-md5 scram-sha-1 scram-sha-256';
  await writeFile(file, readFileSync(file, 'utf8').replace(/^auth_mechanisms = .*$/m, mechanisms));
  process.kill(await masterOf(dir), 'SIGHUP');
  for (const until = Date.now() + 15_000; Date.now() < until; await delay(30)) {
    const session = await Pop3Session.open(await socketWire({ host: '127.0.0.1', port })).catch(() => null);
    const announced = (await session?.capa().catch(() => null))?.sasl ?? [];
    session?.close();
    if (announced.includes('SCRAM-SHA-256')) return;
  }
  throw new Error('Dovecot did not take the mechanisms.');
}

/** It takes connections a moment before it writes down who it is. */
async function masterOf(dir: string): Promise<number> {
  for (const until = Date.now() + 15_000; ; await delay(20)) {
    const pid = Number(await readFile(join(dir, 'run/master.pid'), 'utf8').catch(() => ''));
    if (pid > 0) return pid;
    if (Date.now() > until) throw new Error('Dovecot did not write down its process id.');
  }
}
