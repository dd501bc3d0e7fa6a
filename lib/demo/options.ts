import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Where the app listens; the next free port is taken when this one is not. */
  port: number;
  /** Seconds between two fresh messages. */
  freshSeconds: number;
}

export const usage = `npm run demo -- [--port PORT] [--fresh-seconds SECONDS]`;

/** Options before environment before defaults. Throws, in words for people, on anything that is not a number. */
export function demoOptions(
  argv: readonly string[],
  environment: { PORT?: string | undefined },
): DemoOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { port: { type: 'string' }, 'fresh-seconds': { type: 'string' } },
  });
  return {
    port: number('--port', values.port ?? environment.PORT ?? '3000', 1, 65_535),
    freshSeconds: number('--fresh-seconds', values['fresh-seconds'] ?? '60', 1, 86_400),
  };
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not "${text}".\n${usage}`);
}
