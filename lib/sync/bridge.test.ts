import { afterEach, expect, it, vi } from 'vitest';
import { listing, remove, sampleAccount, signIn } from './bridge';
import { BridgeProblem } from './call';

const account = { id: 'a'.repeat(22), key: 'K' };
const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

/** The network's edge: what `fetch` was asked for, and what it gives. */
function network(respond: (path: string, init: RequestInit) => Promise<Response> | Response) {
  const mock = vi.fn(async (path: string, init: RequestInit) => respond(path, init));
  vi.stubGlobal('fetch', mock);
  return mock;
}

const problemOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BridgeProblem)) throw new Error(`no problem but ${error}`);
  return error;
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('sends K in a header, to our own origin alone, past every cache', async () => {
  const fetched = network(() => answer({ count: 0, octets: 0, kind: 'full', entries: [] }));
  await listing(account, { known: null }, new AbortController().signal);
  const [path, init] = fetched.mock.calls[0] ?? [];
  expect(path).toBe(`/api/accounts/${account.id}/listing`);
  expect(init).toMatchObject({
    method: 'POST',
    headers: { 'x-postbag-key': 'K', 'content-type': 'application/json' },
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
  });
});

it('hands on the problem of the bridge with the steps that had succeeded', async () => {
  network(() =>
    answer(
      {
        code: 'auth_failed',
        message: 'refused',
        hint: 'type it again',
        step: 'password',
        steps: [{ step: 'name', ms: 3 }, { step: 'tls', ms: 20, certificateDays: 61 }, { step: 'nonsense' }],
      },
      422,
    ),
  );
  const { problem, steps } = await problemOf(
    signIn({ username: 'a', password: 'b', host: 'h', port: 995, security: 'tls', keep: true }),
  );
  expect(problem).toMatchObject({ code: 'auth_failed', step: 'password' });
  expect(steps).toEqual([
    { step: 'name', ms: 3 },
    { step: 'tls', ms: 20, certificateDays: 61 },
  ]);
});

it.each([
  ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  [
    'a proxy that answers with a page of its own',
    () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
  ],
  ['JSON that is no problem', () => answer({ error: 'x' }, 500)],
])('%s is a bridge out of reach', async (_name, respond) => {
  network(respond);
  expect((await problemOf(sampleAccount())).problem.code).toBe('unreachable_bridge');
});

it('a line that never answers is given up, an abort of our own is no problem', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  network(
    (_path, { signal }) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  );
  const late = problemOf(listing(account, { known: null }, new AbortController().signal));
  await vi.advanceTimersByTimeAsync(180_000);
  expect((await late).problem.code).toBe('unreachable_bridge');

  const abort = new AbortController();
  const stopped = listing(account, { known: null }, abort.signal);
  abort.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
});

it('an answer that stops half way is given up as well', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  network((_path, { signal }) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"count": 3, "entr'));
        signal?.addEventListener('abort', () => controller.error(signal.reason));
      },
    });
    return new Response(body);
  });
  const late = problemOf(listing(account, { known: null }, new AbortController().signal));
  await vi.advanceTimersByTimeAsync(180_000);
  expect((await late).problem.code).toBe('unreachable_bridge');
});

it('an answer that is on its way is waited for as long as it says so, and may end in a problem', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let say: (text: string) => void = () => {};
  let close: () => void = () => {};
  network((_path, { signal }) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        say = (text) => controller.enqueue(new TextEncoder().encode(text));
        close = () => controller.close();
        signal?.addEventListener('abort', () => controller.error(signal.reason));
      },
    });
    return new Response(body);
  });
  const told = problemOf(remove(account, { wanted: [] }, new AbortController().signal));
  for (let minute = 0; minute < 6; minute += 1) {
    await vi.advanceTimersByTimeAsync(60_000);
    say(' ');
  }
  say(JSON.stringify({ code: 'mailbox_busy', message: 'busy', hint: 'wait', log: [] }));
  close();
  expect((await told).problem.code).toBe('mailbox_busy');
});

const problem = (code: string, status: number) => answer({ code, message: 'm', hint: 'h' }, status);
const full = { count: 0, octets: 0, kind: 'full', entries: [] };

it('renews access that has run out in a request of its own, once for all who wait, and asks again', async () => {
  let renewed = false;
  const fetched = network(async (path) => {
    if (path.endsWith('/token')) {
      await Promise.resolve();
      renewed = true;
      return answer({ seconds: 3540 });
    }
    return renewed ? answer(full) : problem('token_expired', 401);
  });
  const { signal } = new AbortController();
  await Promise.all([1, 2].map(() => listing(account, { known: null }, signal)));
  const paths = fetched.mock.calls.map(([path]) => path.split('/').at(-1));
  expect(paths).toEqual(['listing', 'listing', 'token', 'listing', 'listing']);
  expect(fetched.mock.calls[2]?.[1]).toMatchObject({ headers: { 'x-postbag-key': 'K' }, body: null });
});

it('tells that the permission has ended; and does not ask a third time where renewed access is refused', async () => {
  const { signal } = new AbortController();
  network((path) =>
    path.endsWith('/token') ? problem('consent_ended', 401) : problem('token_refused', 422),
  );
  const { problem: ended } = await problemOf(listing(account, { known: null }, signal));
  expect(ended.code).toBe('consent_ended');
  const fetched = network((path) =>
    path.endsWith('/token') ? answer({ seconds: 1 }) : problem('token_refused', 422),
  );
  const { problem: refused } = await problemOf(listing(account, { known: null }, signal));
  expect(refused.code).toBe('token_refused');
  expect(fetched).toHaveBeenCalledTimes(3);
});
