import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Frame } from '@/lib/contract/frames';
import { FrameReader } from '@/lib/contract/frames';
import { type Ground, startGround, Visitor } from './attack/support/ground';
import { send } from './attack/support/http';
import { proofOf } from './support/bridgeRoutes';
import { fillMaildir, generateMessages } from './support/messages';

/** SIGTERM, sent to the built server while it works against a real mail server: nothing is lost, nothing half done. */

let ground: Ground;
afterEach(() => ground?.stop());

const messages = 40;

/** A stream of messages on a slow line, as it comes. */
class Transfer {
  readonly frames: Frame[] = [];
  readonly over: Promise<void>;

  constructor(
    readonly visitor: Visitor,
    response: Response,
  ) {
    this.over = this.read(response);
  }

  static async begin(visitor: Visitor): Promise<Transfer> {
    const { entries } = await visitor.listing();
    const wanted = entries.map(([number, uidl, octets]) => ({ number, uidl, octets }));
    const path = `${ground.app.origin}/api/accounts/${visitor.account}/messages`;
    const { host: _, ...headers } = visitor.headers();
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify({ wanted }) });
    expect(response.status).toBe(200);
    return new Transfer(visitor, response);
  }

  of<Kind extends Frame['kind']>(kind: Kind): Extract<Frame, { kind: Kind }>[] {
    return this.frames.filter((frame): frame is Extract<Frame, { kind: Kind }> => frame.kind === kind);
  }

  private async read({ body }: Response): Promise<void> {
    const reader = new FrameReader({ data: () => {}, frame: (frame) => this.frames.push(frame) });
    for await (const chunk of body ?? []) reader.push(chunk);
    reader.end();
  }
}

async function signedIn(): Promise<Visitor> {
  const visitor = new Visitor(ground.app);
  expect((await visitor.signIn(ground.signIn)).status).toBe(200);
  return visitor;
}

const terminate = () => process.kill(ground.app.pid, 'SIGTERM');
const ready = async () => (await send(ground.app.port, { path: '/api/health/ready' })).status;

async function filesOf(user: string): Promise<string[]> {
  const parts = await Promise.all(
    ['cur', 'new'].map((part) => readdir(join(ground.dovecot.maildir(user), part))),
  );
  return parts.flat().map((name) => name.split(':')[0] ?? name);
}

test('a retrieval ends behind the message in flight, gets its receipt, and is settled; then the server ends with 0', async () => {
  ground = await startGround({ messages, rate: 60_000, environment: { POSTBAG_SHUTDOWN_SECONDS: '60' } });
  const visitor = await signedIn();
  const transfer = await Transfer.begin(visitor);
  await vi.waitFor(() => expect(transfer.of('end').length).toBeGreaterThan(0), 20_000);
  expect(await ready()).toBe(200);
  terminate();
  await vi.waitFor(async () => expect(await ready()).toBe(503), 5_000);
  // Alive, but for nobody new.
  expect((await send(ground.app.port, { path: '/api/health' })).status).toBe(200);
  for (const answer of [
    await new Visitor(ground.app).signIn({ ...ground.signIn, username: 'bob' }),
    await visitor.ask(`/api/accounts/${visitor.account}/listing`, { known: null }),
  ]) {
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([503, 'shutting_down']);
  }

  await vi.waitFor(() => expect(transfer.of('settle')).toHaveLength(1), 20_000);
  const stored = transfer.of('end').length;
  expect(stored).toBe(transfer.of('begin').length);
  expect(stored).toBeLessThan(messages);
  const [settle] = transfer.of('settle');
  const receipt = await visitor.ask(`/api/accounts/${visitor.account}/settlement`, {
    session: settle?.session,
    stored: transfer.of('begin').map(({ uidl }) => uidl),
  });
  expect([receipt.status, receipt.text]).toEqual([200, '{"settled":true}']);
  await transfer.over;
  expect(transfer.of('done')).toMatchObject([{ outcome: 'quit' }]);
  expect(await ground.app.ended).toBe('exit code 0');
  // What came before is told line by line; the last session was ended by its client's QUIT.
  await vi.waitFor(() =>
    expect(ground.dovecot.log().match(/pop3\(alice\).*retr=[1-9].*/g)).toEqual([
      expect.stringContaining('Logged out'),
    ]),
  );
});

test('what is not over in time is cut without QUIT, and everything is still there', async () => {
  ground = await startGround({ messages, rate: 60_000, environment: { POSTBAG_SHUTDOWN_SECONDS: '1' } });
  const before = await filesOf('alice');
  const transfer = await Transfer.begin(await signedIn());
  await vi.waitFor(() => expect(transfer.of('end').length).toBeGreaterThan(0), 20_000);
  terminate();
  // No receipt ever comes.
  expect(await ground.app.ended).toBe('exit code 0');
  await transfer.over.catch(() => {});
  expect(transfer.of('done')).not.toMatchObject([{ outcome: 'quit' }]);
  await vi.waitFor(() => expect(ground.dovecot.log()).toMatch(/pop3\(alice\).*retr=[1-9]/), 10_000);
  expect(ground.dovecot.log()).not.toMatch(/pop3\(alice\).*Logged out.*retr=[1-9]/);
  expect((await filesOf('alice')).sort()).toEqual(before.sort());
});

test('a deletion is done or not done, and its answer says which', async () => {
  ground = await startGround({ messages: 0, rate: 20_000, environment: { POSTBAG_SHUTDOWN_SECONDS: '60' } });
  const mail = generateMessages(messages);
  await fillMaildir(ground.dovecot.maildir('alice'), mail);
  const visitor = await signedIn();
  const { entries } = await visitor.listing();
  const newestLast = mail.toReversed();
  const wanted = entries.slice(0, 20).map(([, uidl], index) => {
    const message = newestLast[index];
    if (!message) throw new Error('a message was lost on its way to the Maildir');
    return proofOf(uidl, message.bytes);
  });
  const opened = ground.line.connections;
  const delivered = ground.line.delivered;
  const asked = visitor.ask(`/api/accounts/${visitor.account}/deletions`, { wanted });
  // Logged in, and in the middle of its proofs.
  await vi.waitFor(() => {
    expect(ground.line.connections).toBe(opened + 1);
    expect(ground.line.delivered).toBeGreaterThan(delivered + 10_000);
  }, 20_000);
  terminate();
  const answer = await asked;
  expect(await ground.app.ended).toBe('exit code 0');
  const left = new Set(await filesOf('alice'));
  const gone = wanted.filter(({ uidl }) => !left.has(uidl));
  expect(left.size + gone.length).toBe(messages);
  if (answer.status === 200) {
    const { ended, results } = JSON.parse(answer.text);
    expect(ended).toBe('quit');
    expect(gone).toHaveLength(
      results.filter(({ outcome }: { outcome: string }) => outcome === 'sent').length,
    );
  } else {
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([503, 'shutting_down']);
    expect(gone).toEqual([]);
  }
});

test('an idle server ends at once, however often it is told', async () => {
  ground = await startGround({ messages: 0, environment: { POSTBAG_SHUTDOWN_SECONDS: '60' } });
  terminate();
  terminate();
  expect(await ground.app.ended).toBe('exit code 0');
});
