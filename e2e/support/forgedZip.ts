import { crc32 } from '@/lib/demo/mailbox/crc32';

/** A zip made by hand, so that it can lie. */
export function forgedZip(
  entries: { name: string; data: Buffer; size?: number; method?: number; offset?: number }[],
  change: { entries?: number; comment?: Buffer } = {},
): Blob {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, size = data.length, method = 0, offset = at } of entries) {
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(method === 0 ? crc32(data) : 0, 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(size, 18);
    const names = Buffer.alloc(4);
    names.writeUInt16LE(Buffer.byteLength(name), 0);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, names, Buffer.from(name), data]);
    parts.push(local);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fields, names, tail.subarray(0), Buffer.from(name)]),
    );
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(change.entries ?? entries.length, 8);
  end.writeUInt16LE(change.entries ?? entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return new Blob([Buffer.concat([...parts, central, end])]);
}
