import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';

/** Answers one command: text is sent as it is, with CRLF; null sends nothing. It may also do with the socket as it likes. */
export type Answer = string | null | ((socket: Socket, line: string) => string | null);

export interface Script {
  /** First thing sent; null: silence. */
  greeting?: Answer;
  /** By verb, in upper case; they go before the usual answers. */
  answers?: Record<string, Answer>;
  /** TLS from the first byte, or, with `stls`, from STLS on. */
  tls?: TlsOptions;
  stls?: boolean;
}

export interface ScriptedServer {
  port: number;
  /** Every line that came, in order; `-- connect`, `-- close` and `-- tls` as they happen. */
  transcript: string[];
  stop(): Promise<void>;
}

/** A maildrop of two messages, and manners; scripts replace what they want to be ill-mannered. */
const usual: Record<string, Answer> = {
  CAPA: '+OK\r\nUSER\r\nUIDL\r\nTOP\r\nPIPELINING\r\nRESP-CODES\r\nSASL PLAIN\r\n.',
  AUTH: '+OK',
  USER: '+OK',
  PASS: '+OK',
  STAT: '+OK 2 20',
  LIST: '+OK\r\n1 10\r\n2 10\r\n.',
  UIDL: (_, line) => {
    const number = line.split(' ')[1];
    return number ? `+OK ${number} uidl-${number}` : '+OK\r\n1 uidl-1\r\n2 uidl-2\r\n.';
  },
  RETR: '+OK\r\n12345678\r\n.',
  QUIT: (socket) => {
    socket.end('+OK\r\n');
    return null;
  },
};

/** A POP3 server on loopback that behaves as badly as its script. */
export async function scriptedPop3(script: Script = {}): Promise<ScriptedServer> {
  const transcript: string[] = [];
  const sockets = new Set<Socket>();
  const answers = { ...usual, ...script.answers };

  const send = (socket: Socket, answer: Answer, line: string) => {
    const text = typeof answer === 'function' ? answer(socket, line) : answer;
    if (text !== null && socket.writable) socket.write(`${text}\r\n`);
  };
  const talk = (socket: Socket) => {
    let pending = '';
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        transcript.push(line);
        const verb = line.split(' ')[0]?.toUpperCase() ?? '';
        if (verb === 'STLS' && script.stls && script.tls) {
          socket.removeAllListeners('data');
          socket.write('+OK\r\n');
          const secured = new TLSSocket(socket, { ...script.tls, isServer: true });
          secured.once('secure', () => transcript.push('-- tls'));
          talk(secured);
          return;
        }
        const answer = answers[verb];
        send(socket, answer === undefined ? '-ERR unknown command' : answer, line);
      }
    });
  };
  const accept = (socket: Socket) => {
    sockets.add(socket);
    transcript.push('-- connect');
    socket.on('close', () => {
      sockets.delete(socket);
      transcript.push('-- close');
    });
    socket.setNoDelay(true);
    talk(socket);
    send(socket, script.greeting === undefined ? '+OK ready' : script.greeting, '');
  };
  const server = script.tls && !script.stls ? createTlsServer(script.tls, accept) : createServer(accept);
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    transcript,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
