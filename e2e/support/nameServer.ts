import { createSocket } from 'node:dgram';

export type RecordType = 'A' | 'AAAA' | 'MX' | 'SRV';

/**
 * What a name server says of a name, by type; null: nothing at all. Records as zone files write them: `10 mx.example.com`
 * for MX, `0 1 995 pop.example.com` for SRV.
 */
export type Zone = (name: string, type: RecordType) => readonly string[] | 'NXDOMAIN' | null;

export interface NameServer {
  /** `address:port` */
  at: string;
  /** Every question, as `name type`. */
  questions: string[];
  stop(): Promise<void>;
}

const types: Record<number, RecordType> = { 1: 'A', 15: 'MX', 28: 'AAAA', 33: 'SRV' };

/** A name server on loopback (RFC 1035 over UDP, RFC 2782 and RFC 3596) for questions of one name. */
export async function startNameServer(zone: Zone): Promise<NameServer> {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const code = query.readUInt16BE(at + 1);
    const type = types[code];
    if (!type) return;
    const name = labels.join('.').toLowerCase();
    questions.push(`${name} ${type}`);
    const said = zone(name, type);
    if (said === null) return;
    const answers = said === 'NXDOMAIN' ? [] : said;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    // An answer, recursion available; 3: no such name.
    header.writeUInt16BE(0x8180 | (said === 'NXDOMAIN' ? 3 : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    const records = answers.map((answer) => {
      const octets = octetsOf(answer, type);
      const record = Buffer.alloc(12);
      // The question's name, class IN, 60 s.
      record.writeUInt16BE(0xc00c, 0);
      record.writeUInt16BE(code, 2);
      record.writeUInt16BE(1, 4);
      record.writeUInt32BE(60, 6);
      record.writeUInt16BE(octets.length, 10);
      return Buffer.concat([record, octets]);
    });
    socket.send(Buffer.concat([header, query.subarray(12, at + 5), ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    at: `127.0.0.1:${socket.address().port}`,
    questions,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** A record's data; IPv6 in full, eight groups. */
function octetsOf(data: string, type: RecordType): Buffer {
  if (type === 'A' || type === 'AAAA') return addressOf(data);
  const words = data.split(' ');
  const numbers = words.slice(0, -1).flatMap((word) => [Number(word) >> 8, Number(word) & 0xff]);
  const labels = (words.at(-1) ?? '').split('.').filter((label) => label !== '');
  const name = labels.flatMap((label) => [label.length, ...Buffer.from(label, 'latin1')]);
  return Buffer.from([...numbers, ...name, 0]);
}

function addressOf(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const octets = Buffer.alloc(16);
  for (const [index, group] of address.split(':').entries())
    octets.writeUInt16BE(Number.parseInt(group, 16), 2 * index);
  return octets;
}
