import fc from 'fast-check';
import { md5 } from '@/lib/bridge/md5';
import { Pop3ArgumentError, Pop3Refusal } from '@/lib/pop3/errors';
import { limits } from '@/lib/pop3/limits';
import { Pop3Declined } from '@/lib/pop3/sasl/mechanism';
import { Pop3Session } from '@/lib/pop3/session';
import { chunking, ending, hostile, injured, must } from './octets';
import { credentials, mechanismNames } from './sasl';
import type { Torture } from './torture';
import { capabilities, list, message, ok, refusal, uidls } from './transcripts';
import { replyWire } from './wires';

/** One call, and what a server answers its commands with. */
interface Turn {
  replies: Buffer[];
  run(session: Pop3Session): Promise<unknown>;
}

const reply = (sound: fc.Arbitrary<Buffer>) =>
  fc.oneof(
    { arbitrary: sound, weight: 12 },
    { arbitrary: refusal, weight: 2 },
    { arbitrary: injured(sound), weight: 2 },
    { arbitrary: hostile, weight: 1 },
  );
const challenge = fc.oneof(
  fc
    .constantFrom('+ \r\n', '+\r\n', '+ VXNlcm5hbWU6\r\n', '+ cj1hLHM9QSxpPTQwOTY=\r\n')
    .map((line) => Buffer.from(line)),
  ok,
);
const turn = (replies: fc.Arbitrary<Buffer>, run: Turn['run'], most = 1): fc.Arbitrary<Turn> =>
  fc.array(replies, { minLength: most, maxLength: most }).map((all) => ({ replies: all, run }));

const sink = { begin() {}, data() {}, end() {}, refused() {} };
const numbers = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 });
const single = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('a', 'b c', '', 'z'.repeat(80)))
  .map(([number, uidl]) => Buffer.from(`+OK ${number} ${uidl}\r\n`));

const turns: fc.Arbitrary<Turn> = fc.oneof(
  turn(reply(capabilities), (session) => session.capa()),
  turn(reply(ok), (session) => session.stls()),
  turn(reply(fc.constantFrom(Buffer.from('+OK 3 120\r\n'))), (session) => session.stat()),
  turn(reply(list), (session) => session.list()),
  turn(reply(uidls), (session) => session.uidl()),
  turn(reply(message), (session) => session.top(1, 0, sink)),
  turn(reply(ok), (session) => session.rset()),
  turn(reply(ok), (session) => session.noop()),
  turn(reply(ok), (session) => session.quit()),
  turn(reply(ok), (session) => session.dele(0)),
  fc.tuple(numbers, fc.boolean(), fc.array(reply(message), { minLength: 8, maxLength: 8 })).map(
    ([asked, pipelining, replies]): Turn => ({
      replies: replies.slice(0, asked.length),
      run: (session) => session.retrieve(asked, sink, { pipelining }),
    }),
  ),
  fc.tuple(numbers, fc.boolean(), fc.array(reply(single), { minLength: 8, maxLength: 8 })).map(
    ([asked, pipelining, replies]): Turn => ({
      replies: replies.slice(0, asked.length),
      run: (session) => session.uidlOf(asked, { pipelining }),
    }),
  ),
  fc.tuple(numbers, fc.boolean(), fc.array(reply(single), { minLength: 8, maxLength: 8 })).map(
    ([asked, pipelining, replies]): Turn => ({
      replies: replies.slice(0, asked.length),
      run: (session) => session.listOf(asked, { pipelining }),
    }),
  ),
  fc.tuple(numbers, fc.boolean(), fc.array(reply(ok), { minLength: 8, maxLength: 8 })).map(
    ([asked, pipelining, replies]): Turn => ({
      replies: replies.slice(0, asked.length),
      run: (session) => session.deleMany(asked, { pipelining }),
    }),
  ),
  fc.tuple(fc.constantFrom(...mechanismNames), credentials, fc.array(reply(challenge), { maxLength: 5 })).map(
    ([name, account, replies]): Turn => ({
      replies,
      run: (session) => session.authenticate(name, account, { md5 }),
    }),
  ),
  fc.tuple(credentials, fc.boolean(), fc.array(reply(ok), { maxLength: 3 })).map(
    ([account, tls, replies]): Turn => ({
      replies,
      run: (session) => session.login(account, null, { tls, md5 }),
    }),
  ),
);

/** Errors after which the session goes on (lib/pop3/session.ts). */
const survivable = [Pop3Refusal, Pop3ArgumentError, Pop3Declined];

/** Whole sessions against servers that answer more or less as they should. */
const whole: Torture = {
  name: 'sessions',
  share: 15,
  expected: ['done', 'refused', 'protocol', 'closed', 'argument', 'declined', 'limit'],
  property: (note) =>
    fc.asyncProperty(
      reply(ok),
      fc.array(turns, { maxLength: 6 }),
      chunking,
      async (greeting, calls, lengths) => {
        const wire = replyWire([greeting, ...calls.flatMap(({ replies }) => replies)], lengths);
        let dead: unknown = null;
        const attempt = async (work: () => Promise<unknown>) => {
          const before = wire.lines.length;
          try {
            await work();
            must(dead === null, 'A dead session did something.');
            note('done');
          } catch (error) {
            note(ending(error));
            if (dead !== null && !(error instanceof Pop3ArgumentError || error instanceof Pop3Declined))
              must(wire.lines.length === before, 'A dead session sent something.');
            const ends = !survivable.some((kind) => error instanceof kind);
            if (ends) must(wire.closed, 'The session died and left its wire open.');
            if (ends) dead ??= error;
          }
        };
        let session: Pop3Session | null = null;
        await attempt(async () => {
          session = await Pop3Session.open(wire);
        });
        for (const { run } of calls) {
          const opened: Pop3Session | null = session;
          if (opened !== null) await attempt(() => run(opened));
        }
        for (const line of wire.lines) {
          must(!/[\r\n\0]/.test(line.slice(0, -2)), `A line holds a second one: ${JSON.stringify(line)}`);
          must(line.length <= limits.saslLineOctets, 'A line is longer than any may be.');
        }
      },
    ),
};

export const sessionTortures: readonly Torture[] = [whole];
