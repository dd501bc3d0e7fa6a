import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { listIdOf } from '@/lib/mail/listId';
import { headersOf } from '@/lib/rules/headers';
import { addAccount } from './accounts';
import { tx } from './database';
import { takeLead } from './leadership';
import { listMessages } from './lists';
import { findOldLists } from './oldLists';

beforeEach(async () => {
  await emptyStore();
});

it('mail that came before lists were kept gets its list, each message looked at once; new mail brings it along', async () => {
  const epoch = await takeLead();
  await addAccount(someAccount('ada'));
  const ofList = (index: number) =>
    `List-Id: News <news${index % 2}.x.example>\r\n${someMessage(`s${index}`)}`;
  const mail = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`u${index}`, ofList(index)]));
  await storeMail(epoch, 'ada', { ...mail, none: someMessage('none') });
  const stored = async () => (await listMessages('inbox', 0, 99)).map(({ envelope }) => envelope.list);
  const before = await stored();
  expect(before.filter((list) => list === 'news0.x.example')).toHaveLength(30);
  await tx(['messages'], 'readwrite', async (t) => {
    const messages = t.objectStore('messages');
    for (const record of await messages.getAll()) {
      const { list: _, ...envelope } = record.envelope;
      await messages.put({ ...record, envelope });
    }
  });
  let asked = 0;
  const listOf = (head: Uint8Array) => {
    asked += 1;
    return listIdOf(headersOf(head));
  };
  while (await findOldLists(epoch, listOf)) {}
  expect(await stored()).toEqual(before);
  expect(asked).toBe(61);
  expect(await findOldLists(epoch, listOf)).toBe(false);
  expect(asked).toBe(61);
});
