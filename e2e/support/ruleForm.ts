import type { Locator } from '@playwright/test';
import { letter, message, program } from './arrivingMail';
import { button } from './browser';

/** The form of a rule, filled in with every kind of condition and action beyond the first of each, and mail for it. */

const whatOf = (form: Locator) => form.getByRole('combobox', { name: 'What of the message' });

/** @returns the condition's row */
async function condition(form: Locator, index: number, kind: string, how: string | null): Promise<Locator> {
  if (index > 0) await button(form, 'Another condition').click();
  const has = form.page().getByRole('combobox', { name: 'What of the message' });
  const row = form.getByRole('listitem').filter({ has }).nth(index);
  await whatOf(row).selectOption(kind);
  if (how) await row.getByRole('combobox', { name: 'How it compares' }).selectOption(how);
  return row;
}

/** One of them is enough, and each message of `meetingEach` meets one; a message with a file meets the last. */
export async function fillEveryCondition(form: Locator): Promise<void> {
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Any of it');
  await form.getByRole('combobox', { name: 'How many conditions' }).selectOption('one of these is true');
  const header = await condition(form, 0, 'Another header', 'is there');
  await header.getByLabel('Name of the header').fill('X-Ticket');
  const body = await condition(form, 1, 'Text (first 64 KB)', 'contains');
  await body.getByLabel('Words').fill('kingfisher');
  const list = await condition(form, 2, 'Mailing list (List-Id)', null);
  await list.getByLabel('Words').fill('birds.example');
  const size = await condition(form, 3, 'Size', 'is more than');
  await size.getByLabel('Megabytes').clear();
  // Key by key: what stands there in between is no size.
  await size.getByLabel('Megabytes').pressSequentially('0.02');
  await condition(form, 4, 'Attachments', 'there are some');
}

/** Subjects, and what makes the text of a plain message meet one condition of `fillEveryCondition`. */
export const meetingEach: readonly (readonly [subject: string, change: (text: string) => string])[] = [
  ['Ticketed', (text) => `X-Ticket: 7\r\n${text}`],
  ['Worded', (text) => `${text}A kingfisher came.\r\n`],
  ['Listed', (text) => `List-Id: <birds.example>\r\n${text}`],
  ['Long', (text) => text + 'Nothing new.\r\n'.repeat(2_000)],
];

export async function fillEveryAction(form: Locator): Promise<void> {
  for (const [index, action] of [
    'Add the label',
    'Mark as read',
    'Never notify, nor count it on the app’s icon',
    'Delete from the mail server',
  ].entries()) {
    if (index > 0) await button(form, 'Another action').click();
    await form.getByRole('combobox', { name: 'What it does' }).nth(index).selectOption(action);
  }
}

/** Stars what comes to the account that was added first under this subject. */
export async function fillAccountRule(form: Locator, subject: string): Promise<void> {
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('This account');
  await whatOf(form).selectOption('Account');
  await (await condition(form, 1, 'Subject', 'is')).getByLabel('Words').fill(subject);
  await form.getByRole('combobox', { name: 'What it does' }).selectOption('Star');
}

const moveTo = (form: Locator, folder: string) =>
  form.getByRole('combobox', { name: 'Folder' }).selectOption(folder);

/** Moves what has such a subject. */
export async function fillSubjectRule(
  form: Locator,
  name: string,
  how: string,
  words: string,
  folder: string,
): Promise<void> {
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await (await condition(form, 0, 'Subject', how)).getByLabel('Words').fill(words);
  await moveTo(form, folder);
}

/** All of them have to be true; of `wholeRuleMail` one message meets all, and each of the others all but one. */
export async function fillWholeRule(form: Locator, folder: string): Promise<void> {
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('All of it');
  for (const [index, [kind, how, words]] of (
    [
      ['To', 'contains', 'lindgren'],
      ['Cc', 'is', 'board@birds.example'],
      ['Subject', 'does not contain', 'secret'],
      ['Subject', 'begins with', 'report'],
      ['Subject', 'ends with', 'final'],
      ['Text (first 64 KB)', 'does not contain', 'kingfisher'],
    ] as const
  ).entries())
    await (await condition(form, index, kind, how)).getByLabel('Words').fill(words);
  const size = await condition(form, 6, 'Size', 'is less than');
  await size.getByLabel('Megabytes').fill('0.02');
  await condition(form, 7, 'Attachments', 'there are none');
  await moveTo(form, folder);
}

export function wholeRuleMail(): { subject: string; fits: boolean; uidl: string; bytes: Buffer }[] {
  const from = 'carl@birds.example';
  const cc = (text: string) => `Cc: The board <board@birds.example>\r\n${text}`;
  const some = (subject: string, change: (text: string) => string, fits = false) => {
    const bytes = Buffer.from(change(letter(from, subject).bytes.toString()));
    return { subject, fits, uidl: subject.replace(/\W/g, '-'), bytes };
  };
  const filed = message('Report with a file: final', from, '<p>See the file.</p>', ...program);
  return [
    some('Report: final', cc, true),
    some('Report to others: final', (text) => cc(text).replace('ada@lindgren', 'ada@elsewhere')),
    some('Report without copy: final', (text) => text),
    some('Report, secret: final', cc),
    some('A report: final', cc),
    some('Report: final draft', cc),
    some('Report of birds: final', (text) => `${cc(text)}A kingfisher came.\r\n`),
    some('Report at length: final', (text) => cc(text) + 'Nothing new.\r\n'.repeat(2_000)),
    {
      ...filed,
      subject: 'Report with a file: final',
      fits: false,
      bytes: Buffer.from(cc(filed.bytes.toString())),
    },
  ];
}
