import { deflateRawSync } from 'node:zlib';
import { crc32 } from './crc32';

/** A ZIP archive (APPNOTE 6.3) of `entries`, deflated. All are dated 1 January 1980: the format knows no earlier day. */
export function zip(entries: Record<string, string | Uint8Array>): Uint8Array {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(entries)) {
    const name = Buffer.from(path, 'utf8');
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const packed = deflateRawSync(bytes);
    // Common to both records: version, flags (UTF-8 names), method, time, date, sums, lengths.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt16LE(0x21, 8);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, tail, name);
    files.push(Buffer.from('PK\x03\x04', 'latin1'), facts, name, packed);
    offset += 30 + name.length + packed.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  const count = Object.keys(entries).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, index, end]);
}

const xml = (text: string) =>
  text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org';

function packageOf(
  main: string,
  type: string,
  content: string,
  more: Record<string, string>,
  types: string,
): Uint8Array {
  const relation = `${office}/officeDocument/2006/relationships/officeDocument`;
  return zip({
    '[Content_Types].xml': `${declaration}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/>${types}</Types>`,
    '_rels/.rels': `${declaration}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${relation}" Target="${main}"/></Relationships>`,
    [main]: declaration + content,
    ...more,
  });
}

/** A workbook with one sheet. */
export function xlsx(sheet: string, rows: (string | number)[][]): Uint8Array {
  const cells = rows
    .map((row) => {
      const inner = row.map((value) =>
        typeof value === 'number'
          ? `<c><v>${value}</v></c>`
          : `<c t="inlineStr"><is><t>${xml(value)}</t></is></c>`,
      );
      return `<row>${inner.join('')}</row>`;
    })
    .join('');
  const main = `${office}/spreadsheetml/2006/main`;
  return packageOf(
    'xl/workbook.xml',
    'spreadsheetml.sheet',
    `<workbook xmlns="${main}" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="${xml(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    {
      'xl/_rels/workbook.xml.rels': `${declaration}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': `${declaration}<worksheet xmlns="${main}"><sheetData>${cells}</sheetData></worksheet>`,
    },
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>',
  );
}

/** A text document of plain paragraphs. */
export function docx(paragraphs: string[]): Uint8Array {
  const body = paragraphs
    .map((text) => `<w:p><w:r><w:t xml:space="preserve">${xml(text)}</w:t></w:r></w:p>`)
    .join('');
  const content = `<w:document xmlns:w="${office}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
  return packageOf('word/document.xml', 'wordprocessingml.document', content, {}, '');
}

/** A one-page A4 PDF (ISO 32000-1): a title and lines in Helvetica. Latin-1 text only. */
export function pdf(title: string, lines: string[]): Uint8Array {
  const quoted = (text: string) => text.replace(/[\\()]/g, (c) => `\\${c}`);
  const show = lines.map((line) => `(${quoted(line)}) '`).join('\n');
  const stream = `BT /F2 20 Tf 64 760 Td (${quoted(title)}) Tj ET\n0.75 g 64 742 467 1.5 re f 0 g\nBT /F1 11.5 Tf 17 TL 64 732 Td\n${show}\nET`;
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    `<< /Title (${quoted(title)}) /Producer (Typed by hand) >>`,
  ];
  let file = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size ${size} /Root 1 0 R /Info 7 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** Notes as half-tones above A3 (220 Hz) with lengths in beats. */
export type Tune = readonly (readonly [halfTones: number, beats: number])[];

/** A mono 16-bit WAV of `tune`, hummed over and over until it has `size` bytes; `rate` in samples a second. */
export function wav(tune: Tune, size: number, rate: number): Uint8Array {
  const beat = Math.round(rate * 0.42);
  const round: number[] = [];
  for (const [halfTones, beats] of tune) {
    const step = (2 * Math.PI * 220 * 2 ** (halfTones / 12)) / rate;
    const length = beat * beats;
    for (let n = 0; n < length; n++) {
      const breath = Math.min(1, n / 600, (length - n) / 2400);
      round.push(
        Math.round(
          (Math.sin(n * step) + 0.35 * Math.sin(2 * n * step) + 0.12 * Math.sin(3 * n * step)) *
            breath *
            9000,
        ),
      );
    }
  }
  const hummed = Buffer.from(Int16Array.from(round).buffer);
  const file = Buffer.alloc(size, hummed);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(size - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(size - 44, 40);
  return file;
}

const stamp = (at: Date) => `${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;

export interface Event {
  uid: string;
  title: string;
  place: string;
  start: Date;
  hours: number;
  organiser: { name: string; address: string };
  note: string;
}

/** An iCalendar object (RFC 5545) with one event. `method` REQUEST makes it an invitation to Ada. */
export function calendar(event: Event, method: 'REQUEST' | 'PUBLISH' | 'CANCEL'): string {
  const text = (value: string) => value.replace(/[\\;,]/g, (c) => `\\${c}`).replace(/\n/g, '\\n');
  const attendee =
    method === 'PUBLISH'
      ? []
      : [
          'ATTENDEE;CN=Ada Lindgren;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ada@lindgren.example',
        ];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Harbour//Sample//EN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${event.uid}@sample.example`,
    `DTSTAMP:${stamp(new Date(event.start.getTime() - 14 * 86_400_000))}`,
    `DTSTART:${stamp(event.start)}`,
    `DTEND:${stamp(new Date(event.start.getTime() + event.hours * 3_600_000))}`,
    `SUMMARY:${text(event.title)}`,
    `LOCATION:${text(event.place)}`,
    `DESCRIPTION:${text(event.note)}`,
    `ORGANIZER;CN="${event.organiser.name}":mailto:${event.organiser.address}`,
    ...attendee,
    `SEQUENCE:${method === 'CANCEL' ? 1 : 0}`,
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  // Content lines are folded at 75 octets (§3.1); all of ours that are so long are ASCII.
  return `${lines.map((line) => line.match(/.{1,73}/gu)?.join('\r\n ') ?? '').join('\r\n')}\r\n`;
}
