import { beforeEach, describe, expect, it } from 'vitest';
import { mail, type OneAccount, oneAccount, rows } from '@/e2e/support/oneAccount';
import type { ProblemCode } from '@/lib/contract/errors';
import { getAccount } from '@/lib/store/accounts';
import { BridgeProblem } from './call';
import { Pipelining } from './pipelining';

const broke = (code: ProblemCode, pipelined = true) => ({ code, message: 'm', hint: 'h', pipelined });

it('tries one command at a time when replies fall out of step, and keeps to it when that helps', () => {
  const pipelining = new Pipelining(false);
  expect(pipelining.wish).toEqual({});
  expect(pipelining.failed(broke('protocol_error'), false)).toBe(true);
  expect(pipelining.wish).toEqual({ sequential: true });
  expect(pipelining.worked(), 'news').toBe(true);
  expect(pipelining.worked(), 'no news').toBe(false);
  expect(pipelining.failed(broke('connection_lost', false), true)).toBe(false);
  expect(pipelining.wish).toEqual({ sequential: true });
});

it('goes back when one at a time brings nothing either', () => {
  const pipelining = new Pipelining(false);
  pipelining.failed(broke('protocol_error'), true);
  expect(pipelining.failed(broke('protocol_error', false), true)).toBe(false);
  expect(pipelining.wish).toEqual({});
});

it.each<ProblemCode>(['connection_lost', 'timeout'])(
  'takes one %s for the line’s fault, two for a habit',
  (code) => {
    const pipelining = new Pipelining(false);
    expect(pipelining.failed(broke(code), true)).toBe(false);
    expect(pipelining.failed(broke(code), true)).toBe(true);
  },
);

it('suspects nothing where messages came in between, or nothing was pipelined', () => {
  const pipelining = new Pipelining(false);
  for (let session = 0; session < 5; session++) {
    expect(pipelining.failed(broke('connection_lost'), true)).toBe(false);
    pipelining.worked();
    expect(pipelining.failed(broke('connection_lost'), false)).toBe(false);
    expect(pipelining.failed(broke('protocol_error', false), true)).toBe(false);
  }
});

it('starts from what is remembered', () => {
  const pipelining = new Pipelining(true);
  expect(pipelining.wish).toEqual({ sequential: true });
  expect(pipelining.worked()).toBe(false);
});

describe('a server that breaks under pipelining', () => {
  const outOfStep = { code: 'protocol_error', message: 'm', hint: 'h', pipelined: true } as const;
  const hungUp = { ...outOfStep, code: 'connection_lost' } as const;
  let bridge: OneAccount['bridge'];
  let sync: OneAccount['sync'];
  let anew: OneAccount['anew'];
  beforeEach(async () => {
    ({ bridge, sync, anew } = await oneAccount());
  });

  it('is asked one command at a time at once, and from then on', async () => {
    bridge.breakPipelines = { problem: outOfStep, times: 1 };
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'idle', got: 5, missing: 0, problem: null });
    expect(bridge.sequential).toEqual([false, false, true]);
    expect((await getAccount('ada'))?.sequential).toBe(true);
    await (await anew()).check();
    expect(bridge.sequential.slice(3)).toEqual([true]);
  });

  it('has hung up twice before it is suspected', async () => {
    bridge.breakPipelines = { problem: hungUp, times: 1 };
    await sync.check();
    expect(bridge.sequential).toEqual([false, false, false]);
    bridge.maildrop.set('u6', mail(6));
    bridge.breakPipelines = { problem: hungUp, times: 2 };
    await sync.check();
    expect(bridge.sequential.slice(3)).toEqual([false, false, false, true]);
    expect((await getAccount('ada'))?.sequential).toBe(true);
    expect(await rows()).toHaveLength(6);
  });

  it('is met in the listing as well', async () => {
    const { listing } = bridge;
    bridge.listing = async (who, request, signal) => {
      const answer = await listing(who, request, signal);
      if (!request.sequential) throw new BridgeProblem(outOfStep);
      return answer;
    };
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'idle', got: 5 });
    expect((await getAccount('ada'))?.sequential).toBe(true);
  });

  it('is not remembered where one command at a time does not help', async () => {
    bridge.messages = async () => {
      throw new BridgeProblem(outOfStep);
    };
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'failed', problem: { code: 'protocol_error' } });
    expect((await getAccount('ada'))?.sequential).toBeUndefined();
  });
});
