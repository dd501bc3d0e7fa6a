import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFetchmail } from './fetchmail';
import type { Account, Maildrop } from './maildrop';
import { runMpop } from './mpop';
import { type Finished, programFile, runProgram } from './processes';

export interface Client {
  name: string;
  /** What it does beside the others, for the reader of the table. */
  note: string;
  /** One whole run, process start included; resolves to seconds. @throws Error when it did not fetch everything. */
  run(maildrop: Maildrop): Promise<number>;
}

interface Peer extends Client {
  present(): boolean;
  install: string;
}

/** A file system that no disk is behind. */
const memory = '/dev/shm';
/** Where the peers of npm are looked for: they are no dependencies of ours. */
const npmPeers = join(tmpdir(), 'postbag-bench-peers');
const npmInstall = `npm install --prefix ${npmPeers} node-pop3@0.11.0 yapople@0.4.10`;
const nodePop3 = join(npmPeers, 'node_modules/node-pop3/src/Command.js');
const yapople = join(npmPeers, 'node_modules/yapople/lib/yapople.js');

/** The account that a program gave of its retrieval. @throws Error when it lacks more than `tolerance` of the octets. */
export function accountOf({ output }: Finished, maildrop: Maildrop, tolerance = 0): Account {
  const account: Account = JSON.parse(output);
  const lacking = Math.abs(maildrop.octets - account.octets) > maildrop.octets * tolerance;
  if (account.messages !== maildrop.messages || lacking) {
    throw new Error(`A client fetched ${account.messages} messages of ${account.octets} octets.`);
  }
  return account;
}

export const engineName = 'this engine';

export interface EngineClient extends Client {
  /** Seconds of each run so far, without those in which Node started. */
  readonly inside: number[];
}

/** This engine, from `program`, the file that was bundled of programs/engine.ts. */
export function engineClient(program: string): EngineClient {
  const inside: number[] = [];
  return {
    inside,
    name: engineName,
    note: 'own Node process, counts octets',
    async run(maildrop) {
      const finished = await runProgram(process.execPath, [program, JSON.stringify(maildrop)]);
      const { before, retrieval } = accountOf(finished, maildrop);
      inside.push((before + retrieval) / 1000);
      return finished.seconds;
    },
  };
}

/**
 * The peers that are installed, of those named. `folder` is private to them, for what they write.
 * @throws Error for a name that is none of theirs.
 */
export function peers(names: readonly string[], folder: string): { present: Client[]; missing: string[] } {
  const all: Peer[] = [
    {
      name: 'mpop',
      note: 'pipelines, writes an mbox to disk',
      present: () => works('mpop', '--version'),
      install: 'apt-get install mpop',
      run: (maildrop) => runMpop({ ...maildrop, folder, delivery: 'mbox' }),
    },
    {
      name: 'mpop to memory',
      note: 'the same, with no disk in the way',
      present: () => existsSync(memory) && works('mpop', '--version'),
      install: `apt-get install mpop, on a system that has ${memory}`,
      async run(maildrop) {
        const own = await mkdtemp(join(memory, 'postbag-bench-'));
        try {
          return await runMpop({ ...maildrop, folder: own, delivery: 'mbox' });
        } finally {
          await rm(own, { recursive: true, force: true });
        }
      },
    },
    {
      name: 'fetchmail',
      note: 'one by one, writes a file of batched SMTP',
      present: () => works('fetchmail', '--version'),
      install: 'apt-get install fetchmail',
      run: (maildrop) => runFetchmail({ ...maildrop, folder }),
    },
    {
      name: 'poplib',
      note: 'one by one, counts octets',
      present: () => works('python3', '-c', 'import poplib'),
      install: 'apt-get install python3',
      run: (maildrop) => runScript('python3', [programFile('sequential.py')], maildrop, 0),
    },
    {
      name: 'node-pop3',
      note: 'one by one, characters in place of octets',
      present: () => existsSync(nodePop3),
      install: npmInstall,
      run: (maildrop) =>
        runScript(process.execPath, [programFile('nodePop3.mjs')], maildrop, 0.05, [nodePop3]),
    },
    {
      name: 'yapople',
      note: 'one by one, leaves stuffed dots in',
      present: () => existsSync(yapople),
      install: npmInstall,
      run: (maildrop) => runScript(process.execPath, [programFile('yapople.mjs')], maildrop, 0.05, [yapople]),
    },
  ];
  for (const name of names) {
    if (!all.some((peer) => peer.name === name)) {
      throw new Error(`There is no peer ${name}. There are: ${all.map((peer) => peer.name).join(', ')}.`);
    }
  }
  const wanted = all.filter(({ name }) => names.length === 0 || names.includes(name));
  const present = wanted.filter((peer) => peer.present());
  const missing = wanted.filter((peer) => !present.includes(peer));
  return { present, missing: missing.map(({ name, install }) => `${name} is not here: ${install}`) };
}

async function runScript(
  program: string,
  before: readonly string[],
  maildrop: Maildrop,
  tolerance: number,
  after: readonly string[] = [],
): Promise<number> {
  const finished = await runProgram(program, [...before, JSON.stringify(maildrop), ...after]);
  accountOf(finished, maildrop, tolerance);
  return finished.seconds;
}

function works(program: string, ...parameters: string[]): boolean {
  try {
    execFileSync(program, parameters, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
