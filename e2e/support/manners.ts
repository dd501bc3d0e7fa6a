import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { ScriptedConnection } from './scriptedConnection';

/** What one command gets: text is sent as it is, in Latin-1, with CRLF; null sends nothing. A function may also do with the socket as it likes. */
export type Answer = string | null | ((socket: Socket, line: string) => string | null);

/** A server that behaves, but for what is said here. */
export interface Manners {
  /** First thing sent; null: silence. */
  greeting?: Answer;
  /** By verb, in upper case; they go before the usual answers. `*` is for verbs that neither knows. */
  answers?: Record<string, Answer>;
  /** TLS from the first byte, or, with `stls`, from STLS on. */
  tls?: TlsOptions;
  stls?: boolean;
}

/** A maildrop of two messages. */
const usual: Record<string, Answer> = {
  CAPA: '+OK\r\nUSER\r\nUIDL\r\nTOP\r\nPIPELINING\r\nRESP-CODES\r\nSASL PLAIN\r\n.',
  AUTH: '+OK',
  USER: '+OK',
  PASS: '+OK',
  STAT: '+OK 2 20',
  LIST: (_, line) => {
    const number = line.split(' ')[1];
    return number ? `+OK ${number} 10` : '+OK\r\n1 10\r\n2 10\r\n.';
  },
  UIDL: (_, line) => {
    const number = line.split(' ')[1];
    return number ? `+OK ${number} uidl-${number}` : '+OK\r\n1 uidl-1\r\n2 uidl-2\r\n.';
  },
  RETR: '+OK\r\n12345678\r\n.',
  QUIT: (socket) => {
    socket.end('+OK\r\n');
    return null;
  },
  '*': '-ERR unknown command',
};

/** Serves one connection until the client leaves it. */
export async function behave(connection: ScriptedConnection, manners: Manners): Promise<void> {
  const { greeting = '+OK ready', tls, stls = false } = manners;
  const answers = { ...usual, ...manners.answers };
  const say = (answer: Answer, line: string) => {
    const text = typeof answer === 'function' ? answer(connection.socket, line) : answer;
    if (text !== null) connection.send(Buffer.from(`${text}\r\n`, 'latin1'));
  };
  if (tls && !stls) await connection.secure(tls);
  else connection.listen();
  say(greeting, '');
  for (let line = await connection.line(); line !== null; line = await connection.line()) {
    const verb = line.split(' ')[0]?.toUpperCase() ?? '';
    if (verb === 'STLS' && stls && tls && manners.answers?.STLS === undefined) {
      connection.send(Buffer.from('+OK\r\n'));
      await connection.secure(tls);
    } else say(answers[verb] ?? (verb in answers ? null : (answers['*'] ?? null)), line);
  }
}
