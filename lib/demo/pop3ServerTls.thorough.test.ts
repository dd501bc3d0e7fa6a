import { once } from 'node:events';
import { test } from 'vitest';
import { greeting, login, messages, open, openPlain, start } from '@/e2e/support/sampleServer';
import { Maildrop } from './maildrop';

test('STLS: nothing that carries a password before it, a new start after it', async () => {
  await start(new Maildrop(messages()), { security: 'starttls' });
  const client = openPlain();
  await client.play(`${greeting}
    C: CAPA
    S: +OK Capabilities
    S: TOP
    S: UIDL
    S: PIPELINING
    S: RESP-CODES
    S: AUTH-RESP-CODE
    S: EXPIRE NEVER
    S: STLS
    S: IMPLEMENTATION Postbag-Sample
    S: .
    C: USER anna
    S: -ERR Passwords only after STLS
    C: AUTH PLAIN AAAA
    S: -ERR Passwords only after STLS
    C: STLS
    S: +OK Begin TLS`);
  client.startTls();
  await client.play(`C: STLS
    S: -ERR Already encrypted
    C: USER anna
    S: +OK And the password?
    C: PASS pass word
    S: +OK 2 messages (69 octets)`);
});

test('commands slipped in behind STLS end the connection', async () => {
  await start(new Maildrop(messages()), { security: 'starttls' });
  const client = openPlain();
  await client.play(greeting);
  client.socket.write('STLS\r\nUSER anna\r\n');
  await client.play(`S: +OK Begin TLS
    S: -ERR Bytes were sent before the handshake.
    S: (closed)`);
});

test('what does not speak TLS to the TLS port is dropped, and the server goes on', async () => {
  await start(new Maildrop(messages()));
  const client = openPlain();
  client.socket.write('USER anna\r\n');
  await once(client.socket, 'close');
  await (await open()).play(login);
});
