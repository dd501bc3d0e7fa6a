import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, storeMail } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { membersOf, othersOf, withConversations } from './conversations';
import { copyMessages } from './copying';
import { takeLead } from './leadership';
import { listMessages } from './lists';
import { changeMessages, setUnread } from './marks';
import { getMessage } from './messages';
import { removeMessages } from './removal';

const mail = (from: string, id: string, hour: number, answers = '') =>
  `From: ${from} <${from}@x.example>\r\nMessage-ID: <${id}>\r\nSubject: Glaze\r\n${answers && `References: <${answers}>\r\n`}Date: Thu, 1 Jan 2026 ${hour}:00:00 +0000\r\n\r\nHello.\r\n`;

const inbox = { folder: 'inbox', grouped: true } as const;
const rows = async () => withConversations(await listMessages(inbox, 0, 50));

beforeEach(async () => {
  await emptyStore();
  const epoch = await takeLead();
  await addAccount(someAccount('a'));
  await storeMail(epoch, 'a', {
    four: mail('Eve', 'd', 14),
    three: mail('Ada', 'c', 13, 'b'),
    two: mail('Bea', 'b', 12, 'a'),
    one: mail('Ada', 'a', 11),
  });
});

it('a row speaks for its conversation, and its marks are those of its messages in the folder', async () => {
  const [eve, ada] = await rows();
  expect(eve?.conversation).toBeUndefined();
  expect(ada?.conversation).toEqual({ count: 3, people: ['Ada', 'Bea'] });
  if (!ada) throw new Error('no row');
  await setUnread(ada.id, false);
  expect((await rows())[1]?.unread).toBe(true);
  await setUnread((await membersOf([ada.id]))[0] ?? 0, false);
  await setUnread((await membersOf([ada.id]))[1] ?? 0, false);
  expect((await rows())[1]?.unread).toBe(false);
});

it('what was archived is read with it and is not acted on; what is in Trash is neither', async () => {
  const ada = (await rows())[1];
  if (!ada) throw new Error('no row');
  const [first, second] = (await othersOf(ada)).map(({ id }) => id);
  await changeMessages([first ?? 0], { folder: 'archive' });
  expect((await membersOf([ada.id])).sort()).toEqual([second ?? 0, ada.id].sort());
  expect((await othersOf(ada)).map(({ id }) => id)).toEqual([first, second]);
  await changeMessages([second ?? 0], { folder: 'trash' });
  expect((await othersOf(ada)).map(({ id }) => id)).toEqual([first]);
  expect((await rows())[1]?.conversation?.count).toBe(2);
  const binned = await getMessage(second ?? 0);
  if (binned) expect(await othersOf(binned)).toHaveLength(2);
});

it('a copy of one of them is not told beside it, and stands for it where it is looked at itself', async () => {
  const [eve, ada] = await rows();
  if (!eve || !ada) throw new Error('no row');
  const [copy = 0] = await copyMessages([ada.id], 'archive');
  const [alone = 0] = await copyMessages([eve.id], 'archive');
  expect(await othersOf(ada)).toHaveLength(2);
  const copied = await getMessage(copy);
  if (copied) expect((await othersOf(copied)).map(({ id }) => id)).not.toContain(ada.id);
  expect((await rows()).map(({ conversation }) => conversation?.count)).toEqual([undefined, 3]);
  await removeMessages([eve.id]);
  expect((await getMessage(alone))?.folder).toBe('archive');
});
