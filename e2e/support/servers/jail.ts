import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { unpacked } from './packages';
import { passwords, type UserName, userNames } from './server';

/** Everybody whom one of the servers looks for. The numbers mean something only inside. */
export const people = {
  popa3d: 1501,
  spop3d: 1502,
  courier: 1503,
  cyrus: 1504,
  alice: 1600,
  bob: 1601,
} as const;
export type Person = keyof typeof people | 'root';
const mailGroup = 8;

/**
 * In: mount and process namespaces of its own, so that no mount is left. $1 is the folder, the rest the command. The
 * shell stays as the namespace's first process: with it, all of them die. A server in its place could change its user,
 * and so forget (PR_SET_PDEATHSIG) that it is to die when the test does.
 */
const enter =
  'mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc" && cd "$1" && shift && chroot . "$@"; exit $?';

/** Null when servers can be run here, else why not and what to do. */
export function unavailableHere(): string | null {
  if (process.getuid?.() !== 0) return 'needs root (chroot and mount namespaces)';
  try {
    if (/^VERSION_CODENAME=bookworm$/m.test(readFileSync('/etc/os-release', 'utf8'))) return null;
  } catch {
    // Not even a Linux of our time.
  }
  return "needs Debian bookworm (the servers are bookworm's packages)";
}

/**
 * A copy of Debian packages with users of its own, in which servers run as root without touching the machine: what
 * they write, and whom they look up in /etc/passwd, is inside; loopback is the machine's.
 */
export class Jail {
  readonly #folder: string;
  readonly #children: ChildProcessWithoutNullStreams[] = [];
  #said = '';

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(name: string, packages: readonly string[]): Promise<Jail> {
    const from = await unpacked(name, packages);
    const jail = new Jail(await mkdtemp(join(tmpdir(), `postbag-${name}-`)));
    execFileSync('cp', ['-a', '--reflink=auto', from, jail.path('/')]);
    for (const folder of ['/dev', '/proc', '/run', '/var/empty']) await jail.folder(folder, 'root');
    await jail.folder('/tmp', 'root', 0o1777);
    await jail.write('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n');
    await jail.write('/etc/hosts', '127.0.0.1 localhost\n');
    const others = Object.entries(people).map(([person, id]) => {
      const group = person === 'cyrus' ? mailGroup : id;
      return `${person}:x:${id}:${group}::/home/${person}:/bin/false\n`;
    });
    const groups = Object.entries(people).map(([person, id]) => `${person}:x:${id}:\n`);
    await jail.write('/etc/passwd', `root:x:0:0::/root:/bin/false\n${others.join('')}`);
    await jail.write('/etc/group', `root:x:0:\nshadow:x:42:\nmail:x:${mailGroup}:\n${groups.join('')}`);
    const shadows = userNames.map((user) => `${user}:${crypted(user, '-6')}:20000::::::\n`);
    await jail.write('/etc/shadow', `root:*:20000::::::\n${shadows.join('')}`, 'root', 0o600);
    for (const user of userNames) await jail.folder(`/home/${user}`, user, 0o700);
    return jail;
  }

  /** Where a path of the inside is on the outside. */
  path(inside: string): string {
    return join(this.#folder, 'root', inside);
  }

  async folder(inside: string, owner: Person, mode = 0o755): Promise<void> {
    await mkdir(this.path(inside), { recursive: true });
    await this.give(inside, owner);
    await chmod(this.path(inside), mode);
  }

  async write(
    inside: string,
    content: string | Uint8Array,
    owner: Person = 'root',
    mode = 0o644,
  ): Promise<void> {
    await mkdir(dirname(this.path(inside)), { recursive: true });
    await writeFile(this.path(inside), content, { mode });
    await this.give(inside, owner);
  }

  async give(inside: string, owner: Person): Promise<void> {
    const id = owner === 'root' ? 0 : people[owner];
    await chown(this.path(inside), id, owner === 'cyrus' ? mailGroup : id);
  }

  /** Runs a command to its end. Throws with its own words when it fails. */
  async run(command: readonly string[], input = ''): Promise<string> {
    const child = this.#spawn(command);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}.\n${this.#said}`);
    return output;
  }

  /** Starts a server, which stays in the foreground; {@link stop} ends it. */
  start(command: readonly string[]): void {
    const child = this.#spawn(command);
    child.stdin.end();
    this.#listen(child.stdout);
    this.#children.push(child);
  }

  /** Waits until POP3 (or, with `silent`, a TCP connection) is offered on the port, at most 20 seconds. */
  async offers(port: number, silent = false): Promise<void> {
    for (const until = Date.now() + 20_000; ; await delay(30)) {
      const socket = connect(port, '127.0.0.1');
      try {
        const signal = AbortSignal.timeout(5_000);
        await once(socket, 'connect', { signal });
        if (silent) return;
        const [greeting] = await once(socket, 'data', { signal });
        if (String(greeting).startsWith('+OK')) return;
        throw new Error(`The greeting is ${String(greeting)}`);
      } catch (error) {
        const dead = this.#children.some(
          ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null,
        );
        if (dead || Date.now() > until) {
          throw new Error(`Nobody answers on port ${port}.\n${this.#said}`, { cause: error });
        }
      } finally {
        socket.destroy();
      }
    }
  }

  log(): string {
    return this.#said;
  }

  async stop(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }
    // The last of a namespace's processes may still write for a moment after the first has been killed.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }

  #spawn(command: readonly string[]): ChildProcessWithoutNullStreams {
    // When the test process dies, whatever the reason, the servers die with it.
    const namespaces = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
    const shell = ['sh', '-c', enter, 'sh', this.path('/'), ...command];
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...namespaces, ...shell], {
      stdio: 'pipe',
      env: { NODE_ENV: 'test', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    });
    this.#listen(child.stderr);
    return child;
  }

  #listen(stream: ChildProcessWithoutNullStreams['stderr']): void {
    stream.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
    });
  }
}

/** The password as crypt(3) has it; `way` is an option of `openssl passwd`. */
export function crypted(user: UserName, way: '-1' | '-6'): string {
  return execFileSync('openssl', ['passwd', way, '-stdin'], {
    input: passwords[user],
    encoding: 'utf8',
  }).trim();
}
