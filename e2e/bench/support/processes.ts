import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('./programs/', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A program of this folder that is no TypeScript and runs as it stands. */
export function programFile(name: string): string {
  return join(folder, name);
}

/**
 * Makes one file of JavaScript of `programs/NAME.ts`: as in production, no compiler runs when the program starts.
 * Resolves to its path.
 */
export async function bundled(name: string, into: string): Promise<string> {
  const outfile = join(into, `${name}.mjs`);
  await build({
    entryPoints: [join(folder, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: { '@': root.replace(/\/$/, ''), 'server-only': join(root, 'e2e/support/server-only.ts') },
  });
  return outfile;
}

export interface Finished {
  /** From before the process was started until it had ended and all that it wrote had been read. */
  seconds: number;
  output: string;
}

/**
 * Runs a program to its end. @throws Error with its own last words when it fails; when it hangs it is ended.
 *
 * @param deadlineSeconds what takes longer than this hangs
 */
export async function runProgram(
  program: string,
  parameters: readonly string[],
  deadlineSeconds = 120,
): Promise<Finished> {
  const started = performance.now();
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, deadlineSeconds * 1000);
  const output = collected(child.stdout);
  const complaints = collected(child.stderr);
  const [code] = await once(child, 'close');
  const seconds = (performance.now() - started) / 1000;
  clearTimeout(deadline);
  if (late) throw new Error(`hung, and was ended after ${deadlineSeconds} s`);
  if (code !== 0) throw new Error(`${complaints()}${output()}`.trim().split('\n').at(-1));
  return { seconds, output: output() };
}

export interface RunningProgram {
  /** The first line that it wrote. */
  line: string;
  stop(): Promise<void>;
}

/** Starts a program that says one line when it is ready and then runs until it is stopped. */
export async function startProgram(program: string, parameters: readonly string[]): Promise<RunningProgram> {
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await firstLine(child);
  return {
    line,
    async stop() {
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}

function collected(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  return () => text;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  const { stdout } = child;
  if (stdout === null) throw new Error('The program has no output.');
  for await (const piece of stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += piece;
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  throw new Error('The program ended before it was ready.');
}
