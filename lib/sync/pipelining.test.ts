import { expect, it } from 'vitest';
import type { ProblemCode } from '@/lib/contract/errors';
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
