import { describe, expect, it } from 'vitest';
import { leaseKey, takeLease } from './lease';

const forever = () => new AbortController().signal;
const drop = { host: 'pop.example.org', username: 'alice', password: 's3cret' };
let keys = 0;
const newKey = () => `lease ${++keys}`;

describe('the lease on a maildrop', () => {
  it('goes from one to the next in the order in which they asked', async () => {
    const key = newKey();
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3].map(async (number) => {
        const release = await takeLease(key, 1000, forever());
        order.push(number);
        await Promise.resolve();
        order.push(-number);
        release();
        release();
      }),
    );
    expect(order).toEqual([1, -1, 2, -2, 3, -3]);
    (await takeLease(key, 0, forever()))();
  });

  it('is not waited for longer than allowed, nor after the browser has gone', async () => {
    const key = newKey();
    const release = await takeLease(key, 1000, forever());
    await expect(takeLease(key, 10, forever())).rejects.toMatchObject({ problem: { code: 'mailbox_busy' } });
    const gone = new AbortController();
    const waiting = takeLease(key, 1000, gone.signal);
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    const next = takeLease(key, 1000, forever());
    release();
    (await next)();
  });

  it('has a short line: whoever finds many waiting is told at once', async () => {
    const key = newKey();
    const release = await takeLease(key, 1000, forever());
    const waiting = Array.from({ length: 8 }, () => takeLease(key, 10_000, forever()));
    await expect(takeLease(key, 10_000, forever())).rejects.toMatchObject({
      problem: { code: 'mailbox_busy' },
    });
    release();
    for (const next of waiting) (await next)();
  });

  it('is another one for who does not know the password: a stranger locks nobody out', () => {
    expect(leaseKey(drop)).toBe(leaseKey({ ...drop }));
    expect(leaseKey({ ...drop, password: 'guess' })).not.toBe(leaseKey(drop));
    expect(leaseKey({ ...drop, username: 'bob' })).not.toBe(leaseKey(drop));
    expect(leaseKey(drop)).not.toContain('alice');
  });

  it('is the same one however host and user are spelt', () => {
    for (const host of ['POP.example.org', 'pop.example.org.', 'ｐop.example.org'])
      for (const username of ['alice', 'Alice', ' ALICE'])
        expect(leaseKey({ ...drop, host, username })).toBe(leaseKey(drop));
  });
});
