import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoAnswer } from '@/lib/contract/routes';
import { freshMessage, sampleMessages } from './mailbox';
import { Maildrop } from './maildrop';
import { isFree } from './ports';

/** Fresh mail stops here, so that a demonstration that is forgotten for weeks stays a sample. */
const freshLimit = 500;

/** After so long the sample is dated anew: "yesterday" should be yesterday. */
const datedFor = 14 * 86_400_000;

/**
 * What a restart keeps, so that a browser that has the sample mailbox finds it again: the port names the account's
 * server, and the UIDLs hang on the moment from which the sample is dated.
 */
export interface SampleState {
  port: number;
  /** Milliseconds since 1970. */
  dated: number;
}

/** `port` is 0 when the kept one is taken or there is none. */
export async function sampleState(folder: string, now: number): Promise<SampleState> {
  const kept = await readFile(join(folder, 'sample.json'), 'utf8')
    .then((text): unknown => JSON.parse(text))
    .catch(() => null);
  const { port, dated } = { port: 0, dated: 0, ...(kept as Partial<SampleState> | null) };
  const whole = Number.isInteger(port) && port > 1023 && port < 65_536 && Number.isInteger(dated);
  return {
    port: whole && (await isFree(port)) ? port : 0,
    dated: whole && dated <= now && now - dated < datedFor ? dated : now,
  };
}

export function keepSampleState(folder: string, state: SampleState): Promise<void> {
  return writeFile(join(folder, 'sample.json'), JSON.stringify(state));
}

export function sampleSignIn(port: number): DemoAnswer {
  return {
    address: 'ada@lindgren.example',
    username: 'ada@lindgren.example',
    password: 'airmail',
    host: 'localhost',
    port,
    security: 'tls',
  };
}

/** The sample maildrop, and the mail that goes on arriving in it until `stop`. */
export async function sampleMaildrop(
  dated: Date,
  everySeconds: number,
): Promise<{ maildrop: Maildrop; stop: () => void }> {
  const maildrop = new Maildrop(await sampleMessages(dated));
  let sequence = 0;
  const timer = setInterval(() => {
    sequence += 1;
    if (sequence === freshLimit) clearInterval(timer);
    freshMessage(sequence, new Date()).then(
      (message) => maildrop.add(message),
      (error) => console.error('No fresh message could be made:', error),
    );
  }, everySeconds * 1000);
  return { maildrop, stop: () => clearInterval(timer) };
}
