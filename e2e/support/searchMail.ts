import type { MailCase } from './searchEvents';

/** The message that a case describes, as a server would send it. */
export function rawOf({ date, texts }: MailCase): Buffer {
  const word = (text: string) => `=?utf-8?B?${Buffer.from(text.replace(/\s+/g, ' ')).toString('base64')}?=`;
  const people = (names: readonly string[]) =>
    names.map((name, at) => `${word(name)} <p${at}@x.example>`).join(', ');
  const part = (text: string, head: string) =>
    `--b\r\nContent-Type: text/plain; charset=utf-8${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(text).toString('base64')}\r\n`;
  const lines = [
    `From: ${people(texts.from.length > 0 ? texts.from : ['nobody'])}`,
    ...(texts.to.length > 0 ? [`To: ${people(texts.to)}`] : []),
    ...(texts.cc.length > 0 ? [`Cc: ${people(texts.cc)}`] : []),
    `Subject: ${texts.subject.map(word).join(' ')}`,
    `Date: ${new Date(Date.UTC(2025, 0, 1) + date * 100).toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '',
  ];
  const attachments = texts.filename.map((name, at) =>
    part(texts.body[1] ?? `attached ${at}`, `; name="${word(name)}"\r\nContent-Disposition: attachment`),
  );
  return Buffer.from(`${lines.join('\r\n')}${part(texts.body[0] ?? '', '')}${attachments.join('')}--b--\r\n`);
}
