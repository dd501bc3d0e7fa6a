import { afterEach, describe, expect, it } from 'vitest';
import { issueCertificate, loopbackNames } from '@/lib/demo/certificates';
import { Pop3Session } from '@/lib/pop3/session';
import { type ScriptedServer, startScripted } from './scripted';
import { socketWire } from './socketWire';

let server: ScriptedServer;
afterEach(() => server.stop());

const connect = async (more: { authority?: string; startTls?: boolean } = {}) =>
  Pop3Session.open(await socketWire({ host: server.host, port: server.port, ...more }));

describe('the scripted server', () => {
  it('plays one transcript a connection, and the last one again', async () => {
    server = await startScripted({ transcripts: ['S: -ERR busy\nclose', ['S: +OK', 'C: NOOP', 'S: +OK']] });
    await expect(connect()).rejects.toMatchObject({ said: 'busy' });
    for (let connection = 0; connection < 2; connection++) {
      const session = await connect();
      await session.noop();
      session.close();
    }
    server.finished();
    expect(server.received).toEqual(['', 'NOOP\r\n', 'NOOP\r\n']);
  });

  it('speaks TLS from the first byte, and after STLS', async () => {
    const { authority, certificate: cert, key } = await issueCertificate({ names: loopbackNames });
    server = await startScripted({
      transcripts: [
        ['tls', 'S: +OK', 'C: NOOP', 'S: +OK'],
        ['S: +OK', 'C: STLS', 'S: +OK', 'tls', 'C: NOOP', 'S: +OK'],
      ],
      tls: { cert, key },
    });
    const implicit = await connect({ authority });
    await implicit.noop();
    implicit.close();
    const upgraded = await connect({ authority, startTls: true });
    await upgraded.stls();
    await upgraded.noop();
    upgraded.close();
    server.finished();
  });

  it('says what a client did wrong', async () => {
    server = await startScripted({ transcripts: ['S: +OK\nC: STAT\nS: +OK 0 0'] });
    const session = await connect();
    await expect(session.noop()).rejects.toMatchObject({ name: 'Pop3Closed' });
    expect(() => server.finished()).toThrow('expected "STAT" and got "NOOP"');
  });

  it('says what a client left undone', async () => {
    server = await startScripted({ transcripts: ['S: +OK\nC: STAT\nS: +OK 0 0'] });
    (await connect()).close();
    expect(() => server.finished()).toThrow('not played to its end');
  });

  it('closes and resets connections', async () => {
    server = await startScripted({ transcripts: ['S: +OK\nC: NOOP\nclose', 'S: +OK\nC: NOOP\nreset'] });
    await expect((await connect()).noop()).rejects.toMatchObject({ name: 'Pop3Closed', command: 'NOOP' });
    await expect((await connect()).noop()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('behaves, but for what is changed, and writes down what it heard', async () => {
    server = await startScripted({ answers: { STAT: '+OK 7 70', DELE: null } });
    const session = await connect();
    expect(await session.stat()).toEqual({ count: 7, octets: 70 });
    expect(await session.uidl()).toHaveLength(2);
    await expect(session.top(1, 0, { data() {} })).rejects.toMatchObject({ said: 'unknown command' });
    void session.dele(1).catch(() => {});
    await expect.poll(() => server.transcript.at(-1)).toBe('DELE 1');
    session.close();
    await expect
      .poll(() => server.transcript)
      .toEqual(['-- connect', 'STAT', 'UIDL', 'TOP 1 0', 'DELE 1', '-- close']);
  });
});
