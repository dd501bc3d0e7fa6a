import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { corpusMessages, toCrlf } from './corpus';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postbag-corpus-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('finds the messages in all folders, each once, and nothing else', async () => {
  await mkdir(join(folder, 'data.d', 'spam'), { recursive: true });
  const files = {
    'a.eml': 'Subject: a\n\nx\n',
    'same.msg': 'Subject: a\r\n\r\nx\r\n',
    'broken.eml': ' no head at all',
    'data.d/spam/007': 'From someone Wed Feb 4\nSubject: b\n\n',
    'data.d/spam/list': 'example.com\n',
    'data.d/jp.1': 'Received: x\n\n',
    'note.txt': '# Valid addresses\n',
    'expected.json': '{}',
    'empty.eml': '',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const found = await corpusMessages(folder);
  expect(found.map((message) => message.name)).toEqual([
    'a.eml',
    'broken.eml',
    'data.d/jp.1',
    'data.d/spam/007',
  ]);
  expect(Buffer.from(found[0]?.bytes ?? []).toString()).toBe('Subject: a\r\n\r\nx\r\n');
});

test.each([
  ['a\nb', 'a\r\nb\r\n'],
  ['a\r\nb\r\n', 'a\r\nb\r\n'],
  ['a\rb\n\n', 'a\rb\r\n\r\n'],
])('%j becomes %j', (text, wanted) => expect(toCrlf(text)).toBe(wanted));
