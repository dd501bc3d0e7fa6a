import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Null when it did not end by itself. */
  code: number | null;
  /** True when the budget was used up and the command was killed. */
  late: boolean;
  /** Both outputs, in the order in which they came. */
  output: string;
  seconds: number;
}

/** Between asking and killing: browsers and servers that the command started are ended by it in this time. */
const grace = 10_000;

/**
 * Runs a command in a process group of its own, so that all it started can be ended with it when `budget` (seconds)
 * is used up, or when this process is told to end.
 */
export function runCommand(
  words: readonly string[],
  options: { cwd: string; budget: number; environment?: Record<string, string> },
): Promise<CommandResult> {
  const [program = '', ...rest] = words;
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    let late = false;
    const hear = (text: string) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    const signal = (name: NodeJS.Signals) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name);
      } catch {
        // The group has ended already.
      }
    };
    let last: NodeJS.Timeout | undefined;
    const end = () => {
      signal('SIGTERM');
      last = setTimeout(() => signal('SIGKILL'), grace);
    };
    const budget = setTimeout(() => {
      late = true;
      end();
    }, options.budget * 1000);
    process.once('SIGINT', end).once('SIGTERM', end);
    const settle = (code: number | null) => {
      clearTimeout(budget);
      clearTimeout(last);
      process.off('SIGINT', end).off('SIGTERM', end);
      resolve({ code, late, output, seconds: (Date.now() - began) / 1000 });
    };
    child.once('error', (error) => {
      output += error.message;
      settle(null);
    });
    child.once('exit', (code) => {
      // Whatever the command left behind would disturb the next suite, and hold the pipes open.
      signal('SIGKILL');
      const unheard = setTimeout(() => settle(code), 2_000);
      child.once('close', () => {
        clearTimeout(unheard);
        settle(code);
      });
    });
  });
}
