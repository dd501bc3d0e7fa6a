import { createSocket } from 'node:dgram';

/** What a name server says of a name, by type; null: nothing at all. */
export type Zone = (name: string, type: 'A' | 'AAAA') => readonly string[] | 'NXDOMAIN' | null;

export interface NameServer {
  /** `address:port` */
  at: string;
  /** Every question, as `name type`. */
  questions: string[];
  stop(): Promise<void>;
}

const types: Record<number, 'A' | 'AAAA'> = { 1: 'A', 28: 'AAAA' };

/** A name server on loopback (RFC 1035 over UDP, and RFC 3596) for questions of one name and addresses as answers. */
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
    const addresses = said === 'NXDOMAIN' ? [] : said;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    // An answer, recursion available; 3: no such name.
    header.writeUInt16BE(0x8180 | (said === 'NXDOMAIN' ? 3 : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(addresses.length, 6);
    const records = addresses.map((address) => {
      const octets = octetsOf(address);
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

/** IPv6 in full, eight groups. */
function octetsOf(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const octets = Buffer.alloc(16);
  for (const [index, group] of address.split(':').entries())
    octets.writeUInt16BE(Number.parseInt(group, 16), 2 * index);
  return octets;
}
