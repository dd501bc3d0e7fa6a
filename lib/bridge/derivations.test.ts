import { describe, expect, it } from 'vitest';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import { startScripted } from '@/e2e/support/scripted';
import { base64, utf8 } from '@/lib/pop3/sasl/encoding';
import { mechanismOf } from '@/lib/pop3/sasl/mechanismOf';
import { inTurn } from './derivations';

/** Work that ends when it is told to, and how much of it runs. */
function works() {
  const running: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => running.push(resolve));
  return { running, work };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));
const forever = () => new AbortController().signal;

describe('key derivations', () => {
  it('are two at a time in the whole process, first come, first served', async () => {
    const { running, work } = works();
    const order: number[] = [];
    const all = Array.from({ length: 5 }, (_, index) =>
      inTurn(forever())(work).then(() => order.push(index)),
    );
    await settle();
    expect(running).toHaveLength(2);
    for (let done = 0; done < 5; done++) {
      running[done]?.();
      await settle();
      expect(running).toHaveLength(Math.min(5, done + 3));
    }
    await Promise.all(all);
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it('do not run for who has gone, and give their place back when they fail', async () => {
    const { running, work } = works();
    const failing = inTurn(forever())(async () => {
      await work();
      throw new Error('broken');
    });
    const second = inTurn(forever())(work);
    const gone = new AbortController();
    const given = inTurn(gone.signal)(work);
    const last = inTurn(forever())(work);
    await settle();
    gone.abort(new Error('gone'));
    await expect(given).rejects.toThrow('gone');
    await expect(inTurn(gone.signal)(work)).rejects.toThrow('gone');
    running[0]?.();
    await expect(failing).rejects.toThrow('broken');
    await settle();
    expect(running).toHaveLength(3);
    for (const end of running) end();
    await Promise.all([second, last]);
  });

  it('are what SCRAM waits for', async () => {
    const { running, work } = works();
    const held = [inTurn(forever())(work), inTurn(forever())(work)];
    const gone = new AbortController();
    const user = { username: 'user', password: 'pencil' };
    const mechanism = mechanismOf('SCRAM-SHA-256', user, undefined, inTurn(gone.signal));
    const [, nonce] = /r=(.*)$/.exec(Buffer.from(mechanism.initial ?? []).toString()) ?? [];
    const response = mechanism.respond(base64(utf8(`r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`)));
    response.catch(() => {});
    await settle();
    gone.abort(new Error('gone'));
    await expect(response).rejects.toThrow('gone');
    for (const end of running) end();
    await Promise.all(held);
  });

  it('are waited for by a sign-in', async () => {
    const server = await startScripted({
      answers: {
        CAPA: '+OK\r\nUIDL\r\nSASL SCRAM-SHA-256\r\n.',
        AUTH: (_, line) => {
          const [, nonce] = /r=(.*)$/.exec(Buffer.from(line.split(' ')[2] ?? '', 'base64').toString()) ?? [];
          return `+ ${base64(utf8(`r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`))}`;
        },
        '*': '-ERR no',
      },
    });
    useBridge({ ports: [server.port], env: { POSTBAG_ALLOW_PLAINTEXT: '1' } });
    const { running, work } = works();
    const held = [inTurn(forever())(work), inTurn(forever())(work)];
    const where = { host: 'localhost', port: server.port, security: 'none' as const };
    const signIn = new AccountClient().signIn({ username: 'u', password: 'p', ...where, keep: false });
    await expect.poll(() => server.transcript.at(-1)).toMatch(/^AUTH SCRAM-SHA-256 /);
    // The proof would come in a moment otherwise.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.transcript.at(-1)).toMatch(/^AUTH SCRAM-SHA-256 /);
    for (const end of running) end();
    await Promise.all(held);
    expect((await signIn).body).toMatchObject({ code: 'auth_failed' });
    await server.stop();
  });
});
