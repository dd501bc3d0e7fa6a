import { accountOf } from './clients';
import type { Maildrop } from './maildrop';
import { programFile, runProgram } from './processes';

export interface Sequential {
  name: string;
  /** What the whole maildrop would take, extrapolated: its sign-in once, its retrieval so many times. */
  seconds: number;
  /** What was measured: the retrieval of the sample. */
  measured: number;
}

/**
 * What clients that send one command after another need on a line that is far away. All of it takes minutes, so only
 * every so manieth message is fetched, spread over the maildrop, and the time of these is multiplied.
 */
export async function sequentialSeconds(
  engine: string,
  maildrop: Maildrop,
  every: number,
): Promise<Sequential[]> {
  const wishes = (more: object) => JSON.stringify({ ...maildrop, every, ...more });
  const messages = Math.floor(maildrop.messages / every);
  const clients = [
    { name: 'Python poplib', program: 'python3', parameters: [programFile('sequential.py'), wishes({})] },
    {
      name: 'this engine, window 1',
      program: process.execPath,
      parameters: [engine, wishes({ window: 1 })],
    },
  ];
  const taken: Sequential[] = [];
  for (const { name, program, parameters } of clients) {
    const finished = await runProgram(program, parameters);
    const { before, retrieval } = accountOf(finished, { ...maildrop, messages }, 1);
    const seconds = (before + (retrieval * maildrop.messages) / messages) / 1000;
    taken.push({ name, seconds, measured: retrieval / 1000 });
  }
  return taken;
}
