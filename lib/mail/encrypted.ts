import { fileContent, namesStream } from './fileContent';

/** So many members of an archive are looked at. */
const mostMembers = 10_000;
/** Of a file in RAR 5; there are seven kinds of them. */
const mostRecords = 100;

/**
 * Whether any member of an archive, or a document of Office, cannot be looked into without a password. Of a 7z file whose
 * list of members is packed (as 7-Zip does it unless the names are encrypted, too) that cannot be seen.
 */
export function isEncrypted(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (fileContent(bytes)) {
    case 'zip':
      // The first member's own flags count where there is no directory, and where that is encrypted itself.
      return (
        (view.byteLength > 6 && view.getUint32(0, true) === 0x04034b50 && (view.getUint8(6) & 1) === 1) ||
        inBounds(() => zipMember(view))
      );
    case 'ole':
      // A document of Office stands whole in this stream ([MS-OFFCRYPTO] 2.3.4).
      return namesStream(bytes, 'EncryptedPackage');
    case '7z':
      return inBounds(() => sevenZipHeader(bytes, view));
    case 'rar':
      return inBounds(() => (bytes[6] === 0 ? rar4Block(view) : rar5Block(view)));
    default:
      return false;
  }
}

/** What reads behind the end of a broken or hostile file has found nothing. */
function inBounds(look: () => boolean): boolean {
  try {
    return look();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Bit 0 of the flags of any member in the central directory (APPNOTE 4.3.12, 4.4.4). */
function zipMember(view: DataView): boolean {
  const end = endOfZip(view);
  if (end === null) return false;
  let at = end - directorySize(view, end);
  for (let member = 0; member < mostMembers && view.getUint32(at, true) === 0x02014b50; member += 1) {
    if ((view.getUint16(at + 8, true) & 1) === 1) return true;
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return false;
}

/** Where the record at the end stands, behind which is only a comment of at most 65,535 octets; null: nowhere. */
function endOfZip(view: DataView): number | null {
  const least = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= least; at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return null;
}

/** How far in front of the end record the directory begins, with the records of Zip64 that may stand between them. */
function directorySize(view: DataView, end: number): number {
  const size = view.getUint32(end + 12, true);
  if (end < 20 || view.getUint32(end - 20, true) !== 0x07064b50) return size;
  const zip64 = Number(view.getBigUint64(end - 12, true));
  return end - zip64 + Number(view.getBigUint64(zip64 + 40, true));
}

/** The coder of AES, 06 F1 07 01, in the header at the end of the file (7zFormat.txt). */
function sevenZipHeader(bytes: Uint8Array, view: DataView): boolean {
  const start = 32 + Number(view.getBigUint64(12, true));
  const header = bytes.subarray(start, start + Math.min(Number(view.getBigUint64(20, true)), 1024 * 1024));
  return new TextDecoder('latin1').decode(header).includes('\x06\xf1\x07\x01');
}

/** RAR 4: the headers are encrypted (0x0080 of the archive's), or a file is (0x0004 of its own). */
function rar4Block(view: DataView): boolean {
  let at = 7;
  for (let block = 0; block < mostMembers && at + 7 <= view.byteLength; block += 1) {
    const type = view.getUint8(at + 2);
    const flags = view.getUint16(at + 3, true);
    if ((type === 0x73 && (flags & 0x80) !== 0) || (type === 0x74 && (flags & 4) !== 0)) return true;
    const size = view.getUint16(at + 5, true);
    // The shortest block; one that says less would be looked at for ever.
    if (size < 7) return false;
    at += size + ((flags & 0x8000) === 0 ? 0 : view.getUint32(at + 7, true));
  }
  return false;
}

/** RAR 5: the archive's block of encryption (type 4), or the record of it (type 1) beside a file (type 2). */
function rar5Block(view: DataView): boolean {
  let at = 8;
  for (let block = 0; block < mostMembers && at < view.byteLength; block += 1) {
    const read = numbers(view, at + 4);
    const size = read.next();
    const end = read.at() + size;
    const type = read.next();
    if (type === 4) return true;
    const flags = read.next();
    const extra = (flags & 1) === 0 ? 0 : read.next();
    const data = (flags & 2) === 0 ? 0 : read.next();
    if (type === 2 && encryptionRecord(view, Math.max(end - extra, read.at()), end)) return true;
    at = end + data;
  }
  return false;
}

function encryptionRecord(view: DataView, start: number, end: number): boolean {
  let at = start;
  for (let record = 0; record < mostRecords && at < end; record += 1) {
    const read = numbers(view, at);
    const size = read.next();
    const next = read.at() + size;
    if (read.next() === 1) return true;
    at = next;
  }
  return false;
}

/** Numbers of seven bits to the octet, the lowest first, of which all but the last bear the eighth bit. */
function numbers(view: DataView, start: number): { next: () => number; at: () => number } {
  let at = start;
  return {
    at: () => at,
    next: () => {
      let value = 0;
      for (let factor = 1, octet = 0x80; octet >= 0x80 && factor < 2 ** 49; factor *= 128) {
        octet = view.getUint8(at);
        at += 1;
        value += (octet & 0x7f) * factor;
      }
      return value;
    },
  };
}
