import { expect, test } from 'vitest';
import { someEnvelope } from '@/e2e/support/storedMail';
import { openMessage } from '@/lib/mail/open';
import { documentOf } from './extract';

const record = {
  ...{ id: 7, account: 'one', date: 1, size: 9, attachments: true },
  envelope: someEnvelope({
    from: [{ name: 'Ada', address: 'ada@x.example' }],
    to: [{ name: '', address: 'bora@x.example' }],
    ...{ subject: 'Harvest', preview: 'The first words' },
  }),
};

function part(type: string, name: string, bytes: Buffer): string {
  return [
    '--b',
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64'),
    '',
  ].join('\r\n');
}

async function textsOf(parts: readonly string[], body = 'Apples and pears.') {
  const head = 'From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  const first = `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n`;
  const raw = new TextEncoder().encode(`${head}${first}${parts.join('')}--b--\r\n`);
  return documentOf(record, await openMessage(raw)).texts;
}

test.each<[string, string, string, Buffer, string]>([
  ['UTF-8', 'text/plain', 'notes.txt', Buffer.from('Quitten: süß'), 'Quitten: süß'],
  ['old Western letters', 'text/csv', 'list.csv', Buffer.from('Gr\xf6\xdfe;3', 'latin1'), 'Größe;3'],
  ['UTF-16', 'text/plain', 'wide.txt', Buffer.from('\ufeffköy', 'utf16le'), 'köy'],
  ['a page', 'text/html', 'page.html', Buffer.from('<p>plum<b>s</b></p><script>no()</script>'), 'plums'],
  ['text by its name alone', 'application/octet-stream', 'read.md', Buffer.from('# Cherries'), '# Cherries'],
])('the text of an attachment is searched: %s', async (_, type, name, bytes, text) => {
  const { filename, body } = await textsOf([part(type, name, bytes)]);
  expect(filename).toEqual([name]);
  expect(body.map((each) => each.trim())).toEqual(['Apples and pears.', text]);
});

test('of what is no text the name is searched, and nothing else', async () => {
  const { filename, body } = await textsOf([
    part('image/png', 'pear.png', Buffer.from('\x89PNG pear')),
    part('text/plain', 'fake.txt', Buffer.from([1, 0, 2, 0, 3])),
  ]);
  expect(filename).toEqual(['pear.png', 'fake.txt']);
  expect(body).toHaveLength(1);
});

test('before its turn comes, a message is found by what its record says', () => {
  const { from, to, subject, filename, body } = documentOf(record, null).texts;
  expect({ from, to, subject, filename, body }).toEqual({
    ...{ from: ['Ada ada@x.example'], to: [' bora@x.example'], subject: ['Harvest'] },
    ...{ filename: [], body: ['The first words'] },
  });
});
