import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { indexFormat as format } from '@/lib/search/indexer';
import { someAccount } from '../../support/storedMail';

/** A hundred different messages in one pack; records of any number stand on them in turn. */
export async function fillMailbox(page: Page, count: number): Promise<void> {
  const texts = Array.from({ length: 100 }, (_, index) => {
    const row = `<tr><td style="padding:8px;color:#345">Row of message ${index}</td><td><b>42</b> kilns</td></tr>`;
    const html = `<html><body><table>${row.repeat(Math.ceil(40_000 / row.length))}</table></body></html>`;
    const head = `From: Ada <ada@x.example>\r\nSubject: Message ${index}\r\nMIME-Version: 1.0\r\n`;
    return `${head}Content-Type: text/html\r\n\r\n${html}\r\n`;
  });
  const where: { offset: number; size: number; sha256: string }[] = [];
  let offset = 0;
  for (const text of texts) {
    where.push({ offset, size: text.length, sha256: createHash('sha256').update(text).digest('hex') });
    offset += text.length;
  }
  const account = someAccount('local', { key: null, local: true });
  const wishes = { account, where, pack: texts.join(''), count, now: Date.now(), format };
  await page.evaluate(async ({ account, where, pack, count, now, format }) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('postbag');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const write = (stores: string[], work: (transaction: IDBTransaction) => void) =>
      new Promise<void>((resolve, reject) => {
        const transaction = database.transaction(stores, 'readwrite');
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        work(transaction);
      });
    await write(['accounts', 'packs', 'counters', 'meta', 'searchState'], (t) => {
      t.objectStore('accounts').put(account);
      t.objectStore('packs').put({
        id: 1,
        account: account.id,
        bytes: new TextEncoder().encode(pack).buffer,
      });
      const total = { total: count, unread: 0, threads: count };
      t.objectStore('counters').put({ account: account.id, folder: 'inbox', ...total });
      t.objectStore('meta').put({ key: 'nextMessage', value: count + 1 });
      const state = { key: 'state', format, epoch: 1, through: count, nextSegment: 1 };
      t.objectStore('searchState').put(state);
    });
    const nobody = { to: [], cc: [], replyTo: [], messageId: '', inReplyTo: '', references: [] };
    for (let from = 1; from <= count; from += 2_000) {
      await write(['messages'], (t) => {
        for (let id = from; id < from + 2_000 && id <= count; id += 1) {
          const at = where[id % where.length];
          const sender = { name: `Sender ${id % 997}`, address: `s${id % 997}@x.example` };
          const preview =
            'Row of message 42 kilns, and what else there is to be said of them in so many words.';
          t.objectStore('messages').put({
            ...{
              id,
              account: account.id,
              uidl: `u${id}`,
              folder: 'inbox',
              date: now - (count - id) * 60_000,
            },
            ...{ ...at, unread: false, attachments: false, parsed: true, pack: 1, thread: id, top: 'inbox' },
            envelope: { ...nobody, from: [sender], subject: `Subject ${id}`, preview },
          });
        }
      });
    }
    database.close();
  }, wishes);
}
