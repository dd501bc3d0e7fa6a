import { expect, type Page, test } from '@playwright/test';
import { type RunningApp, startApp } from './support/app';
import { choir, flagged, letter, pills, swindle } from './support/arrivingMail';
import { addAccount, allHere, button, expectOpened, place, rows, searchBox } from './support/browser';
import { inDatabase } from './support/database';
import { type MailServer, startMailServer } from './support/mailServer';
import { fillAccountRule, fillSubjectRule, fillWholeRule, wholeRuleMail } from './support/ruleForm';
import { undoes } from './support/undone';
import { storedCount } from './support/vault';

/** The mail of two accounts, sorted as it arrives: by rules of every kind, and by what the junk filter has learned; and that of none. */

let server: MailServer;
let app: RunningApp;
const [bob, nobody] = ['bob@lindgren.example', 'nobody@lindgren.example'] as const;
test.beforeEach(async () => {
  server = await startMailServer([letter('grace@navy.example', 'For Ada')], {
    others: { [bob]: [letter('grace@navy.example', 'For Bob')], [nobody]: [] },
  });
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterEach(async () => {
  await app?.stop();
  await server?.close();
});

async function openBoth(page: Page): Promise<void> {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, server.maildrop.messages.length);
  await page.goto(`${app.origin}/mail?add=1`);
  await addAccount(page, { ...server.signIn, address: bob });
  const all = [server.maildrop, server.others[bob]].flatMap((drop) => drop?.messages ?? []);
  await expect.poll(() => storedCount(page)).toBe(all.length);
}

/** Where each message is by now, by subject; with a star behind it. Empty while one has not been looked at. */
const sorted = (page: Page) =>
  inDatabase(page, async (begin) => {
    const { messages, folders, accounts, junkState } = begin([
      ...(['messages', 'folders', 'accounts', 'junkState'] as const),
    ]);
    const [mail, own, owners] = await Promise.all([messages.all(), folders.all(), accounts.all()]);
    const state = await junkState.get('state');
    const judged = state && 'through' in state ? state.through : 0;
    if (mail.some(({ id, unruled }) => unruled || id > judged)) return {};
    return Object.fromEntries(
      mail.map(({ account, envelope, folder, starred }) => {
        const owner = owners.find(({ id }) => id === account)?.address.split('@')[0];
        const name = own.find(({ id }) => id === folder)?.name ?? folder;
        return [`${owner}: ${envelope.subject}`, `${name}${starred ? '*' : ''}`];
      }),
    );
  });

test('rules: every way to compare, every place, one account’s alone; what is done to them is undone', async ({
  page,
}) => {
  await openBoth(page);
  const dialog = page.getByRole('dialog', { name: /rule$/ });
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await button(page, 'New folder').click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Filed');
  await button(page, 'Create').click();
  await expect(place(page, 'Filed')).toBeVisible();
  await page.goto(`${app.origin}/mail?settings=rules`);
  const save = async () => {
    await button(dialog, 'Save').click();
    await expect(dialog).toBeHidden();
  };
  const make = async (fill: () => Promise<void>) => {
    await button(settings, 'New rule').click();
    await fill();
    await save();
  };
  const bins = () => make(() => fillSubjectRule(dialog, 'Bins', 'begins with', 'bin', 'Junk'));
  await undoes(page, 'Rule made', bins, settings);
  await expect(settings.getByRole('checkbox')).toHaveCount(0);
  await bins();
  const change = async () => {
    await button(settings, 'Change Bins').click();
    await dialog.getByRole('combobox', { name: 'Folder' }).selectOption('Trash');
    await save();
  };
  await undoes(page, 'Rule changed', change, settings);
  await change();
  await make(() => fillSubjectRule(dialog, 'Spams', 'ends with', 'spam', 'Junk'));
  await make(() => fillWholeRule(dialog, 'Filed'));
  await make(() => fillAccountRule(dialog, 'Plain one'));
  // What lies under a dialog is out of reach: it is told, and undone, where one is.
  const rules = settings.getByRole('checkbox');
  await expect(rules).toHaveCount(4);
  await undoes(page, 'Rules put in another order', () => button(settings, 'Move Spams up').click(), settings);
  await undoes(page, 'Rule switched off', () => rules.first().click(), settings);
  await rules.first().click();
  await expect(settings.getByText('Rule switched off')).toBeVisible();
  await undoes(page, 'Rule switched on', () => rules.first().click(), settings);
  await rules.first().click();
  await expect(settings.getByText('Rule switched on')).toBeVisible();
  await undoes(page, 'Rule deleted', () => button(settings, 'Delete Spams').click(), settings);
  await expect(rules).toHaveCount(4);
  await page.keyboard.press('Escape');

  const expected: Record<string, string> = { 'ada: For Ada': 'inbox', 'bob: For Bob': 'inbox' };
  for (const [subject, folder] of [
    ['Bin me', 'trash'],
    ['No bin', 'inbox'],
    ['Not spam', 'junk'],
    ['Spam not', 'inbox'],
    ['Plain one', 'inbox*'],
  ] as const) {
    server.maildrop.add(letter('grace@navy.example', subject));
    expected[`ada: ${subject}`] = folder;
  }
  server.others[bob]?.add(letter('grace@navy.example', 'Plain one'));
  expected['bob: Plain one'] = 'inbox';
  for (const { subject, fits, ...message } of wholeRuleMail()) {
    server.maildrop.add(message);
    expected[`ada: ${subject}`] = fits ? 'Filed' : 'inbox';
  }
  await button(page, 'Check mail').first().click();
  await expect.poll(() => sorted(page)).toEqual(expected);
});

test('junk: what may be it, what words and the server say, with the reasons; switched off, and forgotten', async ({
  page,
}) => {
  test.setTimeout(120_000);
  for (const at of [1, 2]) server.maildrop.add(swindle(at));
  for (let at = 0; at < 40; at += 1) {
    if (at < 20) server.maildrop.add(pills(at));
    server.maildrop.add(choir(at));
    if (at < 8) server.others[bob]?.add(flagged(at, 'NO'));
  }
  await openBoth(page);
  const note = page.getByRole('region', { name: 'Junk filter' });
  const settings = page.getByRole('dialog', { name: 'Settings' });
  const comes = async (where: Record<string, string>, add: () => void) => {
    add();
    await button(page, 'Check mail').first().click();
    await expect.poll(() => sorted(page)).toMatchObject(where);
  };
  const openRow = async (subject: string) => {
    await rows(page).filter({ hasText: subject }).click();
    await expectOpened(page, subject);
  };

  await test.step('what may be junk says so, and is asked about', async () => {
    await expect.poll(() => sorted(page)).toMatchObject({ 'ada: Your reply 2': 'inbox' });
    // Read by then, the next one stays as it is when it opens in its place.
    await openRow('Your reply 1');
    await openRow('Your reply 2');
    await expect(note).toContainText('This may be junk.');
    await note.getByText('Why?').click();
    await expect(note.getByRole('listitem').filter({ hasText: 'it speaks of a fortune' })).toBeVisible();
    await undoes(page, 'Noted: this is not junk', () => button(note, 'Not junk').click());
    await expect(note).toContainText('This may be junk.');
    await undoes(page, 'Moved to Junk', () => button(note, 'Junk').click());
    await page.keyboard.press('Escape');
  });

  const search = async (query: string, count: number) => {
    await searchBox(page).fill(query);
    await expect(page.getByRole('status').filter({ hasText: /^\d+ results$/ })).toHaveText(
      `${count} results`,
    );
    await rows(page).first().hover();
    await rows(page).first().getByRole('checkbox').click();
    await button(page, `Select all ${count}`).click();
    await expect(page.getByText(`${count} selected`)).toBeVisible();
  };
  await test.step('taught by a person, it moves what arrives by its words', async () => {
    await search('subject:choir', 40);
    await page.keyboard.press('Shift+U');
    await expect(page.getByText('40 messages marked as read', { exact: true })).toBeVisible();
    await button(page, 'Clear selection').click();
    await search('subject:pills', 20);
    await page.keyboard.press('!');
    await expect(page.getByText('20 messages moved to Junk', { exact: true })).toBeVisible();
    // What is not found any more is not chosen either.
    await expect(button(page, 'Clear selection')).toBeHidden();
    // What stands above a search says of what is chosen in it what it does.
    const toolbar = page.getByRole('toolbar', { name: 'Actions for selected messages' });
    await search('in:anywhere', 72);
    await expect(button(toolbar, 'Mark as junk')).toBeVisible();
    await expect(button(toolbar, 'Not junk')).toBeHidden();
    await button(page, 'Clear selection').click();
    await search('in:junk', 20);
    await expect(button(toolbar, 'Mark as junk')).toBeHidden();
    await undoes(page, '20 messages moved to Inbox', () => button(toolbar, 'Not junk').click());
    await page.goto(`${app.origin}/mail?settings=junk`);
    await expect(settings.getByText('From 20 messages of junk and 40 ordinary ones.')).toBeVisible();
    await expect(settings.getByText('That is enough for it to act.')).toBeVisible();
    await page.keyboard.press('Escape');
    await comes({ 'ada: Cheap pills 100': 'junk', 'ada: Choir on Thursday 100': 'inbox' }, () => {
      server.maildrop.add(pills(100));
      server.maildrop.add(choir(100));
    });
    await place(page, 'Junk').click();
    await openRow('Cheap pills 100');
    await expect(note).toContainText('The junk filter moved this here.');
    await note.getByText('Why?').click();
    await expect(note.getByText('For junk speaks')).toBeVisible();
    await expect(note.getByRole('listitem').filter({ hasText: 'pills' }).first()).toBeVisible();
  });

  await test.step('where the server marks all mail, its word counts, as long as one wishes', async () => {
    await comes({ 'bob: Flagged 50': 'junk' }, () => server.others[bob]?.add(flagged(50, 'YES')));
    await openRow('Flagged 50');
    await expect(note).toContainText('Moved here because your mail server takes it for junk.');
    const heed = settings.getByRole('checkbox', { name: 'Heed the mail server’s verdict' });
    const filter = settings.getByRole('checkbox', { name: 'Filter junk' });
    const set = async (key: 'junkServer' | 'junkFilter', value: number) => {
      await page.goto(`${app.origin}/mail?settings=junk`);
      await (key === 'junkServer' ? heed : filter).click();
      await expect.poll(() => setting(page, key)).toBe(value);
      await page.keyboard.press('Escape');
    };
    await set('junkServer', 0);
    await comes({ 'bob: Flagged 51': 'inbox', 'ada: Cheap pills 101': 'junk' }, () => {
      server.others[bob]?.add(flagged(51, 'YES'));
      server.maildrop.add(pills(101));
    });
    await set('junkFilter', 0);
    await comes({ 'ada: Cheap pills 102': 'inbox' }, () => server.maildrop.add(pills(102)));
    await set('junkFilter', 1);
  });

  await page.goto(`${app.origin}/mail?settings=junk`);
  await button(settings, 'Forget what was learned').click();
  await button(settings, 'Forget').click();
  await expect(settings.getByText('From 0 messages of junk and 0 ordinary ones.')).toBeVisible();
  await page.keyboard.press('Escape');
  await comes({ 'ada: Cheap pills 103': 'inbox' }, () => server.maildrop.add(pills(103)));
});

test('where there is no mail, all of it says so', async ({ page }) => {
  await page.goto(app.origin);
  await addAccount(page, { ...server.signIn, address: nobody });
  await expect(page.getByText('No mail yet')).toBeVisible();
  await searchBox(page).fill('anything');
  await expect(page.getByText('Nothing found')).toBeVisible();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  for (const [section, text] of [
    ['overview', /^0 messages, 0/],
    ['contacts', 'No contact yet: they come with your mail.'],
    ['keeping', 'Nothing would be moved now'],
    ['rules', 'There is no rule yet.'],
    ['junk', 'From 0 messages of junk and 0 ordinary ones.'],
  ] as const) {
    await page.goto(`${app.origin}/mail?settings=${section}`);
    await expect(settings.getByText(text).first()).toBeVisible();
  }
});

/** 0: no. */
const setting = (page: Page, key: 'junkServer' | 'junkFilter') =>
  inDatabase(page, async (begin, wanted) => (await begin(['meta']).meta.get(wanted))?.value, key);
