import { join } from './mbox';

const endOctets = 22;
const [zip64Signature, locatorSignature] = [0x06064b50, 0x07064b50];

/**
 * Gives a zip of more than 65,534 entries the Zip64 end of central directory that it needs (APPNOTE 4.3.14-15). client-zip
 * 2.5 writes one only where a file or the whole is larger than 4 GiB, and otherwise says that there are 65,535 entries,
 * which readers believe. All else passes as it is; the end is the last 22 octets, because we write no comment.
 *
 * @param entries how many there are, asked when the stream ends
 */
export function withZip64End(entries: () => number): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0;
  let held = new Uint8Array(0);
  return new TransformStream({
    transform(bytes, controller) {
      const all = held.length > 0 ? join([held, bytes], held.length + bytes.length) : bytes;
      const free = Math.max(0, all.length - endOctets);
      if (free > 0) controller.enqueue(all.subarray(0, free));
      passed += free;
      held = all.slice(free);
    },
    flush(controller) {
      const end = new DataView(held.buffer, held.byteOffset, held.length);
      const offset = held.length === endOctets ? end.getUint32(16, true) : 0xffffffff;
      // With an offset of 4 GiB or more it is there already.
      if (entries() >= 0xffff && offset !== 0xffffffff)
        controller.enqueue(zip64End(entries(), end.getUint32(12, true), offset, passed));
      controller.enqueue(held);
    },
  });
}

function zip64End(entries: number, directory: number, offset: number, at: number): Uint8Array {
  const end = new DataView(new ArrayBuffer(56 + 20));
  end.setUint32(0, zip64Signature, true);
  end.setBigUint64(4, 44n, true);
  end.setUint16(12, 45, true);
  end.setUint16(14, 45, true);
  end.setBigUint64(24, BigInt(entries), true);
  end.setBigUint64(32, BigInt(entries), true);
  end.setBigUint64(40, BigInt(directory), true);
  end.setBigUint64(48, BigInt(offset), true);
  end.setUint32(56, locatorSignature, true);
  end.setBigUint64(64, BigInt(at), true);
  end.setUint32(72, 1, true);
  return new Uint8Array(end.buffer);
}
