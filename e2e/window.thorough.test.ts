import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Manners } from '@/e2e/support/manners';
import { takeLead } from '@/lib/store/leadership';
import { knownMessages } from '@/lib/store/ledger';
import type { BridgeCalls } from '@/lib/sync/engine';
import { Engine } from '@/lib/sync/engine';
import { bridgeOf, type Mailbox, openMailbox } from './catalogue/mailbox';
import { asMail, type Held, holding, letters } from './catalogue/maildrop';

/** Gmail's way: some 250 messages are listed at a time, and QUIT hides what was retrieved in its session. */

const all = 2_000;
const window = 250;

/** A server of that kind; `retrieved` counts. */
function hidingAtQuit(messages: readonly Held[]) {
  let left = [...messages];
  let retrieved: Held[] = [];
  const counts = { retrieved: 0 };
  const shown: Held[] = [];
  const usual = holding(shown);
  const answers: NonNullable<Manners['answers']> = {
    ...usual,
    // A session begins: what was retrieved in one that ended without QUIT is there again.
    STAT: (socket, line) => {
      retrieved = [];
      shown.splice(0, shown.length, ...left.slice(0, window));
      return typeof usual.STAT === 'function' ? usual.STAT(socket, line) : null;
    },
    UIDL: (socket, line) => {
      if (shown.length === 0) shown.push(...left.slice(0, window));
      return typeof usual.UIDL === 'function' ? usual.UIDL(socket, line) : null;
    },
    RETR: (socket, line) => {
      counts.retrieved += 1;
      const message = shown[Number(line.split(' ')[1]) - 1];
      if (message) retrieved.push(message);
      return typeof usual.RETR === 'function' ? usual.RETR(socket, line) : null;
    },
    QUIT: (socket) => {
      left = left.filter((message) => !retrieved.includes(message));
      retrieved = [];
      shown.length = 0;
      socket.end('+OK\r\n');
      return null;
    },
  };
  return { answers, counts, left: () => left.length };
}

let engine: Engine | null = null;
afterEach(() => engine?.end());

/** A worker that leads, from its beginning. */
async function lead(bridge: BridgeCalls): Promise<void> {
  const epoch = await takeLead();
  engine = new Engine(
    epoch,
    bridge,
    () => {},
    (error) => expect.fail(String(error)),
  );
  await engine.refresh();
}

async function expectAll(mailbox: Mailbox, messages: readonly Held[]): Promise<void> {
  await vi.waitFor(async () => expect((await knownMessages(mailbox.answer.account)).stored.size).toBe(all), {
    timeout: 60_000,
    interval: 100,
  });
  expect(await mailbox.mail(all)).toEqual(asMail(messages));
}

describe('a server that lists 250 messages at a time and hides them at QUIT', () => {
  const messages = letters(...Array.from({ length: all }, (_, index) => `m${index}`));

  it('gives all 2,000, one window at once after the other, each message once', async () => {
    const server = hidingAtQuit(messages);
    const mailbox = await openMailbox({ answers: server.answers });
    await lead(bridgeOf(mailbox.client));
    await expectAll(mailbox, messages);
    await vi.waitFor(() => expect(server.left()).toBe(0), 10_000);
    expect(server.counts.retrieved).toBe(all);
  }, 90_000);

  it('gives all 2,000 also after a crash between the commit and the settlement', async () => {
    const server = hidingAtQuit(messages);
    const mailbox = await openMailbox({ answers: server.answers });
    const bridge = bridgeOf(mailbox.client);
    // The worker dies where its mail is on the disk and the receipt has not left: nothing of it runs on.
    const died = new Promise<void>((resolve) => {
      void lead({
        ...bridge,
        settle: () => {
          resolve();
          engine?.end();
          return new Promise(() => {});
        },
      });
    });
    await died;
    expect((await knownMessages(mailbox.answer.account)).unsettled.size).toBe(window);
    expect(server.left()).toBe(all);
    await lead(bridge);
    await expectAll(mailbox, messages);
    await vi.waitFor(() => expect(server.left()).toBe(0), 10_000);
    expect(server.counts.retrieved).toBe(all + window);
  }, 90_000);
});
