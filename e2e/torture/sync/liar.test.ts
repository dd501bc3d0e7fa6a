import { afterEach, beforeEach, expect, it } from 'vitest';
import { issueCertificate, loopbackNames } from '@/lib/demo/certificates';
import { Pop3Refusal } from '@/lib/pop3/errors';
import { Pop3Session } from '@/lib/pop3/session';
import { holding, letters } from '../../catalogue/maildrop';
import { type ScriptedServer, startScripted } from '../../support/scripted';
import { socketWire } from '../../support/socketWire';
import { type Liar, startLiar } from './liar';

/** Lies are of one piece, and everything else passes through as it is. */

let server: ScriptedServer;
let liar: Liar;
let authority: string;
const messages = letters('a', 'b', 'c', 'd');

beforeEach(async () => {
  server = await startScripted({ answers: holding(messages) });
  const tls = await issueCertificate({ names: loopbackNames });
  authority = tls.authority;
  liar = await startLiar({ host: server.host, port: server.port }, tls);
});
afterEach(async () => {
  await liar.close();
  await server.stop();
});

async function asked() {
  const session = await Pop3Session.open(await socketWire({ host: 'localhost', port: liar.port, authority }));
  const { count } = await session.stat();
  const uidls = (await session.uidl()).map(({ uidl }) => uidl);
  const sizes = (await session.list()).map(({ octets }) => octets);
  const single = await session.uidlOf([1, 3, 4], { pipelining: true });
  const pieces: Buffer[] = [];
  await session.retrieve(
    [4],
    { begin() {}, data: (view) => void pieces.push(Buffer.from(view)), end() {}, refused() {} },
    { pipelining: true },
  );
  await session.quit();
  return {
    count,
    uidls,
    sizes,
    single: single.map((each) => (each instanceof Pop3Refusal ? null : each)),
    text: Buffer.concat(pieces).toString('latin1'),
  };
}

const size = messages[0]?.text.length;
const truth = {
  count: 4,
  uidls: ['a', 'b', 'c', 'd'],
  sizes: [size, size, size, size],
  single: ['a', 'c', 'd'],
  text: messages[3]?.text,
};

it('tells the truth until it is to lie', async () => {
  expect(await asked()).toEqual(truth);
});

it.each([
  ['empty', { count: 0, uidls: [], sizes: [], single: [null, null, null] }],
  ['shorter', { count: 2, uidls: ['a', 'b'], sizes: [size, size], single: ['a', null, null] }],
  ['nameless', { uidls: ['a', 'b', '', 'd'], single: ['a', '', 'd'] }],
  ['sizeless', { sizes: [size, size] }],
  ['absurd', { sizes: [0, 999_999_999_999, 0, 999_999_999_999] }],
  ['renamed', { uidls: ['xa', 'xb', 'xc', 'xd'], single: ['xa', 'xc', 'xd'] }],
] as const)('lies: %s', async (lie, told) => {
  liar.lie = lie;
  expect(await asked()).toEqual({ ...truth, ...told });
});
