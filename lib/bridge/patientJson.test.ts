import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { limits } from './limits';
import { makeLogger, RequestLine } from './log';
import { patientJson } from './patientJson';
import { BridgeFailure } from './problem';
import { SessionLog } from './sessionLog';

/** Answers that may take minutes: with their status when they are on time, and with signs of life when they are not. */

let lines: string[];

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
});
afterEach(() => {
  vi.useRealTimers();
});

type Work = Parameters<typeof patientJson>[1];

/** Asks; the environment is as far as it is used here. */
function ask(work: Work, signal = new AbortController().signal): Promise<Response> {
  const logger = makeLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) });
  const line = new RequestLine(logger, 'POST', '/api/accounts/{account}/deletions', false);
  const environment = { limits, line, log: new SessionLog() };
  return patientJson({ signal, environment }, work);
}
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What of the body has come so far. */
function reading(response: Response) {
  const read = { text: '', done: false };
  void (async () => {
    for await (const chunk of response.body ?? []) read.text += new TextDecoder().decode(chunk);
    read.done = true;
  })();
  return read;
}

it('on time it is an answer like any other, with its headers', async () => {
  const response = await ask(async (_, head) => {
    head.set('set-cookie', 'a=b');
    return { results: [] };
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('set-cookie')).toBe('a=b');
  expect(await response.text()).toBe('{"results":[]}');
});

it('what fails on time is thrown, so that it gets its status', async () => {
  await expect(
    ask(async () => {
      throw new BridgeFailure('mailbox_busy');
    }),
  ).rejects.toThrow(BridgeFailure);
});

it('late it says something every eight seconds until it is there, and is JSON all the same', async () => {
  const asked = ask(async () => {
    await after(60_000);
    return { results: ['sent'] };
  });
  await vi.advanceTimersByTimeAsync(limits.aliveMs);
  const response = await asked;
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  const read = reading(response);
  for (let said = 1; said <= 7; said += 1) {
    await vi.advanceTimersByTimeAsync(0);
    expect(read.text).toBe(' '.repeat(said));
    await vi.advanceTimersByTimeAsync(said < 7 ? limits.aliveMs : 4_000);
  }
  expect(read.done).toBe(true);
  expect(JSON.parse(read.text)).toEqual({ results: ['sent'] });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ status: 200, octets: read.text.length }]);
});

it('late and failed it ends in the problem, and the operator’s line says why', async () => {
  const asked = ask(async () => {
    await after(20_000);
    throw new BridgeFailure('connection_lost');
  });
  await vi.advanceTimersByTimeAsync(limits.aliveMs);
  const read = reading(await asked);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(JSON.parse(read.text)).toMatchObject({ code: 'connection_lost' });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ status: 200, code: 'connection_lost' }]);
});

it('whoever goes away within it ends the work', async () => {
  let reason: unknown;
  const asked = ask(
    (signal) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason);
        }),
      ),
  );
  await vi.advanceTimersByTimeAsync(limits.aliveMs);
  const response = await asked;
  await response.body?.cancel();
  expect(reason).toMatchObject({ name: 'RequestGone' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lines).toHaveLength(1);
});

it('late it bears the cookie that was known before it began, and none that came after', async () => {
  const asked = ask(async (_, head) => {
    head.set('set-cookie', 'known=before');
    await after(20_000);
    head.set('set-cookie', 'known=after');
    return {};
  });
  await vi.advanceTimersByTimeAsync(limits.aliveMs);
  const response = await asked;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(response.headers.get('set-cookie')).toBe('known=before');
  expect(await response.text()).toMatch(/^ +\{\}$/);
});

const large = { text: 'x'.repeat(1024 ** 2) };

it.each([0, 20_000])('of megabytes after %i ms it is over when the browser has taken it', async (ms) => {
  const asked = ask(async () => {
    await after(ms);
    return large;
  });
  await vi.advanceTimersByTimeAsync(ms);
  const response = await asked;
  expect(lines).toHaveLength(0);
  expect(await response.json()).toEqual(large);
  expect(lines).toHaveLength(1);
});

it.each([0, 20_000])('of megabytes after %i ms it is given up when the browser takes nothing', async (ms) => {
  const asked = ask(async () => {
    await after(ms);
    return large;
  });
  await vi.advanceTimersByTimeAsync(ms);
  const response = await asked;
  await vi.advanceTimersByTimeAsync(limits.readerMs);
  expect(lines).toHaveLength(1);
  await expect(response.text()).rejects.toThrow('given up');
  expect(vi.getTimerCount()).toBe(0);
});
