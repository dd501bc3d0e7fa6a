import { expect, test } from 'vitest';
import { commands, greeting, login, mail, messages, open, start } from '@/e2e/support/sampleServer';
import { Maildrop } from './maildrop';

test('a whole session: capabilities, listing, retrieving, deleting, and QUIT makes it so', async () => {
  const maildrop = new Maildrop(messages());
  await start(maildrop);
  await (await open()).play(`${greeting}
    C: CAPA
    S: +OK Capabilities
    S: TOP
    S: UIDL
    S: PIPELINING
    S: RESP-CODES
    S: AUTH-RESP-CODE
    S: EXPIRE NEVER
    S: USER
    S: SASL PLAIN
    S: IMPLEMENTATION Postbag-Sample
    S: .
    C: user anna
    S: +OK And the password?
    C: pass pass word
    S: +OK 2 messages (69 octets)
    C: STAT
    S: +OK 2 69
    C: LIST
    S: +OK 2 messages
    S: 1 32
    S: 2 37
    S: .
    C: UIDL
    S: +OK 2 messages
    S: 1 first
    S: 2 second
    S: .
    C: UIDL 2
    S: +OK 2 second
    C: LIST 1
    S: +OK 1 32
    C: RETR 2
    S: +OK 37 octets
    S: Subject: two
    S: 
    S: ..
    S: ...two dots
    S: no end
    S: .
    C: TOP 1 1
    S: +OK Top of the message
    S: Subject: one
    S: 
    S: line 1
    S: .
    C: DELE 1
    S: +OK Marked
    C: RETR 1
    S: -ERR That message is marked as deleted
    C: STAT
    S: +OK 1 37
    C: UIDL
    S: +OK 1 messages
    S: 2 second
    S: .
    C: NOOP
    S: +OK Still here
    C: QUIT
    S: +OK Bye
    S: (closed)`);
  expect(maildrop.messages.map((message) => message.uidl)).toEqual(['second']);
});

test('RSET takes the marks back, and a lost connection deletes nothing', async () => {
  const maildrop = new Maildrop(messages());
  await start(maildrop);
  await (await open()).play(`${login}
    C: DELE 1
    S: +OK Marked
    C: RSET
    S: +OK Marks removed
    C: QUIT
    S: +OK Bye`);
  const lost = await open();
  await lost.play(`${login}
    C: DELE 1
    S: +OK Marked`);
  lost.socket.destroy();
  await expect.poll(() => maildrop.lock()).not.toBeNull();
  expect(maildrop.messages).toHaveLength(2);
});

test('a second session is told that the maildrop is in use, and sees new mail when it gets in', async () => {
  const maildrop = new Maildrop(messages());
  await start(maildrop);
  const first = await open();
  await first.play(login);
  maildrop.add(mail('third', 'Subject: three\r\n\r\n'));
  const second = await open();
  await second.play(`${greeting}
    C: USER anna
    S: +OK And the password?
    C: PASS pass word
    S: -ERR [IN-USE] Another session has this maildrop`);
  await first.play(`C: STAT
    S: +OK 2 69
    C: QUIT
    S: +OK Bye`);
  await second.play(`C: USER anna
    S: +OK And the password?
    C: PASS pass word
    S: +OK 3 messages (87 octets)`);
  expect(() => maildrop.add(mail('third', ''))).toThrow('third');
});

test('AUTH PLAIN with and without an initial response, cancelled and broken', async () => {
  await start(new Maildrop(messages()));
  const plain = Buffer.from('\0anna\0pass word').toString('base64');
  await (await open()).play(`${greeting}
    C: AUTH PLAIN ${plain}
    S: +OK 2 messages (69 octets)
    C: QUIT
    S: +OK Bye`);
  await (await open()).play(`${greeting}
    C: AUTH CRAM-MD5
    S: -ERR Only PLAIN is known
    C: AUTH PLAIN
    S: + 
    C: *
    S: -ERR Cancelled
    C: AUTH PLAIN AAAA
    S: -ERR Not an answer of PLAIN
    C: AUTH PLAIN
    S: + 
    C: ${plain}
    S: +OK 2 messages (69 octets)`);
  expect(commands.join()).not.toContain(plain);
});

test('wrong passwords are refused with [AUTH], and the third one ends the connection', async () => {
  await start(new Maildrop(messages()));
  await (await open()).play(`${greeting}
    C: STAT
    S: -ERR Not a command before login
    C: PASS early
    S: -ERR USER comes first
    C: USER anna
    S: +OK And the password?
    C: PASS wrong
    S: -ERR [AUTH] User name or password is wrong
    C: USER nobody
    S: +OK And the password?
    C: PASS pass word
    S: -ERR [AUTH] User name or password is wrong
    C: AUTH PLAIN ${Buffer.from('\0anna\0').toString('base64')}
    S: -ERR [AUTH] User name or password is wrong
    S: (closed)`);
  expect(commands).toEqual(['STAT', 'PASS', 'USER anna', 'PASS', 'USER nobody', 'PASS', 'AUTH']);
});

test('numbers that name no message and unknown commands are refused, and the session goes on', async () => {
  await start(new Maildrop(messages()));
  await (await open()).play(`${login}
    C: RETR 3
    S: -ERR No such message
    C: RETR 0
    S: -ERR No such message
    C: DELE -1
    S: -ERR No such message
    C: TOP 1
    S: -ERR TOP needs a number of lines
    C: XTND
    S: -ERR Not a command
    C: RETR 1 2
    S: -ERR No such message
    C: NOOP
    S: +OK Still here`);
});

test('pipelined commands are answered in order', async () => {
  await start(new Maildrop(messages()));
  const client = await open();
  await client.play(login);
  client.socket.write('UIDL 1\r\nRETR 1\r\nUIDL 2\r\nQUIT\r\n');
  await client.play(`S: +OK 1 first
    S: +OK 32 octets
    S: Subject: one
    S: 
    S: line 1
    S: line 2
    S: .
    S: +OK 2 second
    S: +OK Bye
    S: (closed)`);
});

test('a line without end and a client that says nothing are dropped', async () => {
  await start(new Maildrop(messages()), { idle: 50 });
  const long = await open();
  await long.play(greeting);
  long.socket.write('X'.repeat(2000));
  await long.play(`S: -ERR The line is too long.
    S: (closed)`);
  await (await open()).play(`${greeting}
    S: (closed)`);
});

test('a large message full of dots comes out as it went in', async () => {
  const body = `Subject: large\r\n\r\n${`.${'x'.repeat(70)}\r\n`.repeat(100_000)}`;
  await start(new Maildrop([mail('large', body)]));
  const client = await open();
  await client.play(`${greeting}
    C: USER anna
    S: +OK And the password?
    C: PASS pass word
    S: +OK 1 messages (${body.length} octets)
    C: RETR 1
    S: +OK ${body.length} octets`);
  const sent = body.replaceAll('\r\n.', '\r\n..');
  expect((await client.read(sent.length)) === sent).toBe(true);
  await client.play('S: .');
});
