import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { startScripted } from '../../support/scripted';
import { bundled } from './processes';

const giga = 1024 ** 3;

/** Lines as a message has them, one of them with a stuffed dot; their octets as the client is to see them. */
const line = `${'0123456789abcdef'.repeat(4)}\r\n`;
const stuffed = Buffer.from(`${line.repeat(1000)}..\r\n`, 'latin1');
const clear = Buffer.from(`${line.repeat(1000)}.\r\n`, 'latin1');
const blocks = Math.ceil(giga / clear.length);

/**
 * A message of 1 GiB that a scripted server makes as it goes, through the engine, and through the bridge's stream of
 * frames: by how much the process grows above what it takes when it is logged in and idle, MiB. Prints a line each.
 */
export async function measureMemory(folder: string): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [way, figure] of [
    ['engine', 'rss_growth_one_gb_mib'],
    ['bridge', 'rss_growth_one_gb_bridge_mib'],
  ] as const) {
    const { idle, peak, seconds, intact } = await passOneGiga(await bundled('memory', folder), way);
    if (!intact) throw new Error(`The message of 1 GiB was not what came through the ${way}.`);
    figures[figure] = Math.round((peak - idle) * 10) / 10;
    const memory = `${idle.toFixed(0)} MiB idle, ${peak.toFixed(0)} MiB at its peak`;
    console.log(`1 GiB through the ${way}: ${memory}, ${seconds.toFixed(1)} s, SHA-256 right`);
  }
  console.log();
  return figures;
}

/** What the child says when it is done. */
export interface Passed {
  octets: number;
  sha256: string;
}

async function passOneGiga(program: string, way: 'engine' | 'bridge') {
  const server = await startScripted({
    answers: {
      LIST: `+OK\r\n1 ${blocks * clear.length}\r\n.`,
      RETR: (socket) => {
        sendMessage(socket);
        return null;
      },
    },
  });
  const child = fork(program, [way, String(server.port)], { execArgv: [] });
  try {
    await said(child, 'idle');
    const idle = await memoryOf(child.pid, 'VmRSS');
    const started = performance.now();
    child.send('go');
    const passed = (await said(child, 'passed')) as Passed;
    const seconds = (performance.now() - started) / 1000;
    const peak = await memoryOf(child.pid, 'VmHWM');
    const intact = passed.octets === blocks * clear.length && passed.sha256 === expectedDigest();
    return { idle, peak, seconds, intact };
  } finally {
    child.kill();
    await server.stop();
  }
}

function sendMessage(socket: Socket): void {
  let sent = 0;
  const send = () => {
    while (sent < blocks) {
      sent += 1;
      if (!socket.write(stuffed)) return;
    }
    socket.off('drain', send);
    socket.write('.\r\n');
  };
  socket.on('drain', send);
  socket.write('+OK\r\n');
  send();
}

function expectedDigest(): string {
  const hash = createHash('sha256');
  for (let block = 0; block < blocks; block++) hash.update(clear);
  return hash.digest('hex');
}

async function said(child: ChildProcess, word: string): Promise<unknown> {
  const gone = once(child, 'exit').then(() => {
    throw new Error('The process that passes the message on ended too early.');
  });
  const [message] = (await Promise.race([once(child, 'message'), gone])) as [
    { word: string; value: unknown },
  ];
  if (message.word !== word) throw new Error(`Expected ${word}, got ${message.word}.`);
  return message.value;
}

/** Resident set of a process, now or at its peak so far, MiB; Linux alone tells it. */
async function memoryOf(pid: number | undefined, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kibibytes = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kibibytes === undefined) throw new Error('This system does not tell the memory of a process.');
  return Number(kibibytes) / 1024;
}
