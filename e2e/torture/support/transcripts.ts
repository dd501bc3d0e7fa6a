import fc from 'fast-check';

const crlf = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1');

const words = fc.constantFrom(
  '',
  ' ready',
  ' [IN-USE] locked',
  ' [SYS/TEMP] later',
  ' [AUTH] no',
  ' \xe9t\xe9',
);
export const ok = words.map((text) => crlf([`+OK${text}`]));
export const refusal = words.map((text) => crlf([`-ERR${text}`]));

/** Text of a message: lines of what is dangerous, the last one ended. */
export const messageText: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      '.',
      '..',
      '\r',
      '\n',
      '\r\n',
      '\r\n.',
      '\n.',
      'a',
      'From: a',
      '\0',
      '\xff',
      '+OK',
      '-ERR x',
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''))
  .map((text) => (text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`));

/** RFC 1939 §3, by the letter: every line that begins with a dot gets one more, and a dot alone ends it all. */
export function stuffed(text: string): string {
  const lines = text.split('\r\n').map((line) => (line.startsWith('.') ? `.${line}` : line));
  return `${lines.join('\r\n')}.\r\n`;
}

export const message = messageText.map((text) => Buffer.from(`+OK\r\n${stuffed(text)}`, 'latin1'));

const tag = fc.constantFrom(
  ...[
    'TOP',
    'UIDL',
    'USER',
    'PIPELINING',
    'STLS',
    'RESP-CODES',
    'AUTH-RESP-CODE',
    'UTF8',
    'LANG',
    '',
    '.x',
    ' ',
  ],
  ...[
    'SASL PLAIN LOGIN CRAM-MD5',
    'SASL SCRAM-SHA-256',
    'sasl',
    'LOGIN-DELAY 900',
    'LOGIN-DELAY -1',
    'EXPIRE NEVER',
  ],
  ...['EXPIRE 0 USER', 'EXPIRE 99999999999', 'IMPLEMENTATION x', '__proto__ 1', 'constructor', 'X-\xff \x01'],
);
export const capabilityLines = fc.array(tag, { maxLength: 130 });
export const capabilities = capabilityLines.map((tags) =>
  Buffer.concat([crlf(['+OK']), Buffer.from(stuffed(tags.map((line) => `${line}\r\n`).join('')), 'latin1')]),
);

const number = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map(String),
  fc.constantFrom('0', '-1', '007', '1e3', '9007199254740993', '99999999999999999999', '', '1.5', '0x10'),
);
const gap = fc.constantFrom(' ', ' ', ' ', '\t', '  ', '');
const uidl = fc.oneof(
  fc.string({ maxLength: 70 }),
  fc.constantFrom('a', 'UID1-2', 'x y', '\xff', 'z'.repeat(1024), 'z'.repeat(1025), '', '\0', 'a\rb'),
);
/** Lines as LIST and UIDL have them, and as they should not. */
export const listLine = fc
  .tuple(number, gap, number, fc.constantFrom('', '', ' octets', '\r', 'x'))
  .map((all) => all.join(''));
export const uidlLine = fc.tuple(number, gap, uidl).map((all) => all.join(''));

function listing(line: fc.Arbitrary<string>) {
  return fc
    .array(line, { maxLength: 20 })
    .map((lines) => Buffer.from(`+OK\r\n${lines.map((one) => `${one}\r\n`).join('')}.\r\n`, 'latin1'));
}
export const list = listing(listLine);
export const uidls = listing(uidlLine);
