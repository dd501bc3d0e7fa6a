import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface BridgeWishes {
  /** The project's folder, with `node_modules` and a production build in `.next`. */
  root: string;
  port: number;
  /** The bridge's settings; added to this process's environment. */
  environment: Readonly<Record<string, string>>;
  /** Told each piece of what the bridge prints. */
  output: (text: string) => void;
  /** Milliseconds until it must answer. */
  within?: number;
}

export interface RunningBridge {
  pid: number;
  /** How people and tests address it: the cookies' `Secure` holds on http://localhost and nowhere else in http. */
  origin: string;
  /** Resolves when the process has ended, with the way it did. */
  ended: Promise<string>;
  /** SIGTERM, and after five seconds SIGKILL; resolves when the process has ended. */
  stop(): Promise<void>;
  /** SIGKILL, for tests of sudden death. */
  kill(): Promise<void>;
}

export function originOf(port: number): string {
  return `http://localhost:${port}`;
}

/**
 * Starts the built app on 127.0.0.1 and waits until it answers `/api/health`. Rejects when there is no
 * build, when the process ends before, or when it does not answer in time; nothing is left running then.
 */
export async function startBridge(wishes: BridgeWishes): Promise<RunningBridge> {
  const program = join(wishes.root, '.next/standalone/postbag.mjs');
  if (!existsSync(program)) {
    throw new Error('There is no production build of the app. Run `npm run build` first.');
  }
  // The server itself and no wrapper: a wrapper's pid is not the server's.
  const child = spawn(process.execPath, [program], {
    cwd: wishes.root,
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(wishes.port),
      // Whoever ends a demonstration does not wait for its transfers: they are cut, and lose nothing.
      POSTBAG_SHUTDOWN_SECONDS: '3',
      ...wishes.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', wishes.output);
  child.stderr.setEncoding('utf8').on('data', wishes.output);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
  });
  const origin = originOf(wishes.port);
  const answered = await Promise.race([
    answers(`${origin}/api/health`, wishes.within ?? 30_000).catch((error: Error) => error.message),
    ended.then((how) => `it ended at once (${how})`),
  ]);
  if (answered !== null) {
    await stop(child, ended);
    throw new Error(`The bridge did not start: ${answered}.`);
  }
  return {
    pid: child.pid ?? -1,
    origin,
    ended,
    stop: () => stop(child, ended),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const last = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(last);
}

/** Null as soon as the address answers with success; what it said last when it did not in time. */
async function answers(address: string, within: number): Promise<string | null> {
  const deadline = Date.now() + within;
  let last = 'no answer';
  while (Date.now() < deadline) {
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
      if (answer.ok) return null;
      last = `${address} answers ${answer.status}`;
    } catch (error) {
      last = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return `${last}, for ${within / 1000} seconds`;
}
