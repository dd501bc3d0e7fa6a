import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { issueCertificate, loopbackNames } from '@/lib/demo/certificates';
import { anyFreePort } from '@/lib/demo/ports';

export interface DovecotWishes {
  /** Passwords by user name. */
  users: Record<string, string>;
  /** Names beside those of loopback for which its certificate holds. */
  names?: readonly string[];
  /** Where an authorization server tells whose a token is (RFC 7662), `http://…?token=`: then tokens log in as well. */
  introspection?: string;
  /** Where it keeps everything, mail included; by default a new folder that `stop` removes. */
  dir?: string;
}

export interface Dovecot {
  host: '127.0.0.1';
  /** Plain POP3 with STLS. */
  popPort: number;
  /** TLS from the first byte. */
  popsPort: number;
  /** The file with the authority's certificate, PEM. */
  ca: string;
  /** The user's Maildir; fill it with `fillMaildir`. */
  maildir(user: string): string;
  log(): string;
  /** Certificate and key of the TLS port, PEM: for a server that stands before this one. */
  certificate: { certificate: string; key: string };
  /** Ends it with all its sessions and starts it again, on the same ports and the same mail. */
  restart(): Promise<void>;
  /** Resolves when the process has ended; an own folder is removed. */
  stop(): Promise<void>;
}

/** Whom Dovecot runs as. Root's Dovecot is `nobody`, anybody else's is himself. */
function identity(): { user: string; group: string; command: string[] } {
  if (process.getuid?.() !== 0) {
    const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
    return { user: userInfo().username, group, command: ['dovecot'] };
  }
  const drop = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'];
  return { user: 'nobody', group: 'nogroup', command: [...drop, 'dovecot'] };
}

/** Gives a folder to the user as whom Dovecot runs. Files of its own that vanish meanwhile need no owner. */
export function handToDovecot(folder: string): void {
  const { user, group } = identity();
  if (process.getuid?.() !== 0) return;
  const { stderr, error } = spawnSync('chown', ['-R', `${user}:${group}`, folder], { encoding: 'utf8' });
  const complaints = stderr?.split('\n').filter((line) => line && !line.includes('No such file')) ?? [];
  if (error || complaints.length > 0) throw new Error(`chown failed: ${error ?? complaints.join('\n')}`);
}

/**
 * Starts a private Dovecot 2.3 on loopback: PLAIN and LOGIN, PIPELINING, session locks, Maildirs, an own certificate.
 * @throws Error with Dovecot's own words when it does not come up; with what to install when it is not there.
 */
export async function startDovecot(wishes: DovecotWishes): Promise<Dovecot> {
  const dir = wishes.dir ?? (await mkdtemp(join(tmpdir(), 'postbag-dovecot-')));
  const [popPort, popsPort] = [await anyFreePort(), await anyFreePort()];
  const { authority, certificate, key } = await issueCertificate({
    names: [...loopbackNames, ...(wishes.names ?? [])],
  });
  const file = (name: string) => join(dir, name);
  for (const user of Object.keys(wishes.users)) await mkdir(join(dir, 'mail', user), { recursive: true });
  await writeFile(file('ca.pem'), authority);
  await writeFile(file('cert.pem'), certificate);
  await writeFile(file('key.pem'), key, { mode: 0o600 });
  const users = Object.entries(wishes.users).map(([name, password]) => `${name}:{PLAIN}${password}::::::\n`);
  await writeFile(file('users'), users.join(''), { mode: 0o600 });
  const { introspection } = wishes;
  if (introspection !== undefined) await writeFile(file('oauth2.conf.ext'), tokenRules(introspection));
  await writeFile(
    file('dovecot.conf'),
    configuration(dir, popPort, popsPort, introspection === undefined ? '' : tokenLogin(dir)),
  );
  handToDovecot(dir);

  const log = () => {
    try {
      return readFileSync(file('log'), 'utf8');
    } catch {
      return '';
    }
  };
  const [program = '', ...parameters] = identity().command;
  let complaints = '';
  const start = () => {
    const started = spawn(program, [...parameters, '-F', '-c', file('dovecot.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    started.on('error', (error) => {
      complaints += error.message;
    });
    return started;
  };
  let child = start();
  const stop = async () => {
    await ended(child, 'SIGTERM');
    if (wishes.dir === undefined) await rm(dir, { recursive: true, force: true });
  };
  try {
    await greets(popPort, child);
    await greets(popsPort, child);
  } catch (error) {
    const said = `${complaints}${log()}`;
    await stop();
    const hint = /ENOENT|No such file/.test(complaints) ? '\napt-get install dovecot-pop3d util-linux' : '';
    throw new Error(`Dovecot does not answer.\n${said}${hint}`, { cause: error });
  }
  return {
    host: '127.0.0.1',
    popPort,
    popsPort,
    ca: file('ca.pem'),
    maildir: (user) => join(dir, 'mail', user),
    log,
    certificate: { certificate, key },
    async restart() {
      await ended(child, 'SIGTERM');
      child = start();
      await greets(popPort, child);
      await greets(popsPort, child);
    },
    stop,
  };
}

function tokenRules(introspection: string): string {
  return `introspection_mode = get
introspection_url = ${introspection}
username_attribute = username
active_attribute = active
active_value = true
`;
}

/** Comes before the passwords: Dovecot asks one after another. */
function tokenLogin(dir: string): string {
  return `auth_mechanisms = plain login xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${dir}/oauth2.conf.ext
}
`;
}

function configuration(dir: string, popPort: number, popsPort: number, tokens: string): string {
  const { user, group } = identity();
  return `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
protocols = pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <${dir}/cert.pem
ssl_key = <${dir}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login
auth_username_chars =
${tokens}default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:${dir}/mail/%u
pop3_uidl_format = %g
pop3_lock_session = yes
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${dir}/users
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${dir}/mail/%u
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  chroot =
}
service stats {
  chroot =
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = ${popPort}
  }
  inet_listener pop3s {
    port = ${popsPort}
    ssl = yes
  }
}
`;
}

/** Waits until the port accepts connections, at most 15 seconds and no longer than the process lives. */
async function greets(port: number, child: ChildProcess): Promise<void> {
  for (const until = Date.now() + 15_000; ; ) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch (error) {
      if (child.exitCode !== null || child.pid === undefined || Date.now() > until) throw error;
      await delay(20);
    } finally {
      socket.destroy();
    }
  }
}

/** Ends a process that we started, and waits until it is gone: two masters on one folder would be one too many. */
async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
