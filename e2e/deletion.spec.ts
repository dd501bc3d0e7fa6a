import { expect, type Page, test } from '@playwright/test';
import { deleting, named } from './catalogue/maildrop';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, button, notice, reader, rows } from './support/browser';
import { inDatabase } from './support/database';
import { apply, fetchAll, inMaildir, journal } from './support/deletionGround';
import { type Dovecot, startDovecot } from './support/dovecot';
import { fillMaildir, generateMessages } from './support/messages';
import { check } from './support/oddServer';
import { type ScriptedServer, startScripted } from './support/scripted';
import { storedCount, storedDigests, turnBit } from './support/vault';
import { choosePolicy } from './torture/sync/policies';

/** Mail leaves a real server: by a policy, never without a verified copy here. */

const many = 30;
let dovecot: Dovecot;
/** Says that it deletes what was retrieved, and holds a large message. */
let hasty: ScriptedServer;
let app: RunningApp;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const users = { alice: 'secret', bob: 'secret', erin: 'secret', frank: 'secret' };
  dovecot = await startDovecot({ users });
  for (const [seed, user] of Object.keys(users).entries())
    await fillMaildir(dovecot.maildir(user), generateMessages(many, { seed: seed + 1 }));
  const CAPA = '+OK\r\nUIDL\r\nTOP\r\nPIPELINING\r\nSASL PLAIN\r\nEXPIRE 0\r\n.';
  const [small, large] = named('small', 'large');
  if (!small || !large) throw new Error('two were named');
  large.text += 'The long story. '.repeat(80_000).concat('\r\n');
  hasty = await startScripted({ answers: { ...deleting([small, large]).answers, CAPA } });
  app = await startApp({
    caFile: dovecot.ca,
    pop3Ports: [dovecot.popsPort, hasty.port],
    environment: { POSTBAG_ALLOW_PLAINTEXT: '1' },
  });
});
test.afterAll(async () => {
  await app?.stop();
  await hasty?.stop();
  await dovecot?.stop();
});

const onServer = (user: string) => inMaildir(dovecot, user);
const fetched = (page: Page, user: string) => fetchAll(page, app.origin, dovecot, user, many);

const numbers = (page: Page) => page.getByRole('region', { name: 'What this would do now' });
test('a policy: told in numbers, refused without a safe copy, done once it is accepted, and in the journal', async ({
  page,
}) => {
  await fetched(page, 'alice');
  const before = await onServer('alice');
  await page.getByRole('radio', { name: 'Delete at once' }).check();
  await page.getByRole('combobox', { name: 'Time to change your mind' }).selectOption({ label: 'None' });
  await expect(numbers(page)).toContainText(`${many} messages would leave the server`);

  await page.getByRole('checkbox', { name: 'Only try it' }).check();
  await expect(numbers(page)).toContainText('Only a trial');
  await apply(page);
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Only try it' }).uncheck();
  await apply(page);
  await expect(page.getByText('Tick this, or make the copy here safe first.')).toBeVisible();
  expect(await onServer('alice'), 'neither a trial nor a wish deletes').toEqual(before);

  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole('checkbox', { name: 'I have read this.' }).check();
  await apply(page);
  await expect.poll(async () => (await onServer('alice')).size).toBe(0);
  const here = new Map((await storedDigests(page)).map(({ uidl, actual }) => [uidl, actual]));
  expect(here, 'every byte of what left is here').toEqual(before);
  await expect
    .poll(() => dovecot.log())
    .toMatch(new RegExp(`top=${many}/\\d+, retr=0/0, del=${many}/${many}`));

  await expect(journal(page)).toHaveCount(many);
  await expect(journal(page).first()).toContainText('header and size of the message were those');
  await expect(journal(page).first()).toContainText('It was here and verified.');
});

test('a copy that is damaged keeps its message on the server, and that is said', async ({ page }) => {
  await fetched(page, 'bob');
  const [first] = await storedDigests(page);
  if (!first) throw new Error('nothing is stored');
  const id = await inDatabase(
    page,
    async (begin, uidl) => {
      const { messages, meta } = begin(['messages', 'meta'], 'readwrite');
      // The background check has its rest: it would have the message sent again.
      await meta.put({ key: 'checkedUpTo', value: 0 });
      await meta.put({ key: 'checkedAt', value: Date.now() });
      return (await messages.all()).find((record) => record.uidl === uidl)?.id;
    },
    first.uidl,
  );
  await turnBit(page, id, -5);
  await page.getByRole('radio', { name: 'Keep the newest messages' }).check();
  await page.getByRole('textbox', { name: 'Messages' }).fill('ten');
  await expect(page.getByText('Give a whole number of messages')).toBeVisible();
  await page.getByRole('radio', { name: 'Delete at once' }).check();
  await page.getByRole('combobox', { name: 'Time to change your mind' }).selectOption({ label: 'None' });
  await page.getByRole('checkbox', { name: 'I have read this.' }).check();
  await apply(page);
  await expect.poll(async () => [...(await onServer('bob')).keys()]).toEqual([first.uidl]);
  await expect(page.getByText('1 message stays on the server: the copy here is damaged.')).toBeVisible();
  await expect(journal(page)).toHaveCount(many - 1);
});

/** The browser promises to keep what is stored, as it does where a site is installed, or often used. */
async function keepStored(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { targetInfo } = await devtools.send('Target.getTargetInfo');
  const { browserContextId } = targetInfo;
  await devtools.send('Browser.grantPermissions', {
    origin: app.origin,
    permissions: ['durableStorage'],
    ...(browserContextId && { browserContextId }),
  });
  expect(await page.evaluate(() => navigator.storage.persist())).toBe(true);
}

test('nothing is deleted while the browser may evict the only copy; once it promises to keep it, the same policy is carried out', async ({
  page,
}) => {
  await fetched(page, 'erin');
  const before = await onServer('erin');
  // As one that was chosen while a copy was safe, which it is no more.
  await choosePolicy(page, {
    ...{ remove: { kind: 'at-once' }, withTrash: true, maxOctets: null, dryRun: false },
    ...{ delay: 0, since: 0, accepted: false },
  });
  await page.goto(`${app.origin}/mail`);
  await check(page);
  expect(await onServer('erin')).toEqual(before);

  await page.goto(`${app.origin}/mail?settings=storage`);
  await expect(page.getByText('The browser may remove this mail')).toBeVisible();
  await keepStored(page);
  await page.reload();
  await expect(page.getByText('The browser keeps this mail')).toBeVisible();
  await page.goto(`${app.origin}/mail?settings=server`);
  await expect(page.getByRole('radio', { name: 'Delete at once' })).toBeChecked();
  await expect(page.getByRole('region', { name: 'Before mail leaves the server' })).toHaveCount(0);
  await apply(page);
  await expect.poll(async () => (await onServer('erin')).size).toBe(0);
  await expect(journal(page)).toHaveCount(many);
  expect(new Map((await storedDigests(page)).map(({ uidl, actual }) => [uidl, actual]))).toEqual(before);
});

test('policies are taken back while there is time, and carried out to the letter: with Trash, the newest, by age', async ({
  page,
}) => {
  await fetched(page, 'frank');
  const before = await onServer('frank');
  const choose = async (rule: string, delay: string) => {
    await page.getByRole('radio', { name: rule }).check();
    await page.getByRole('combobox', { name: 'Time to change your mind' }).selectOption({ label: delay });
    const asked = page.getByRole('checkbox', { name: 'I have read this.' });
    if (await asked.isVisible()) await asked.check();
    await apply(page);
    await expect(page.getByText('Saved.')).toBeVisible();
  };
  await choose('Delete at once', 'One hour');
  await expect(page.getByText('The rule begins to delete on')).toBeVisible();
  await button(page, 'Leave everything instead').click();
  await expect(page.getByRole('radio', { name: 'Leave everything' })).toBeChecked();
  await expect(page.getByText('The rule begins to delete on')).toHaveCount(0);

  await page.getByRole('checkbox', { name: 'Delete there what I delete here' }).check();
  await choose('Leave everything', 'One hour');
  await page.keyboard.press('Escape');
  await rows(page).first().click();
  await button(page, 'Delete').click();
  await button(page, 'Undo').click();
  await notice(page, 'Undone');
  await page.goto(`${app.origin}/mail?settings=server`);
  await expect(page.getByRole('checkbox', { name: 'Delete there what I delete here' })).toBeChecked();
  await expect(page.getByText('to be deleted from the server, on')).toHaveCount(0);
  await choose('Leave everything', 'None');
  expect(await onServer('frank')).toEqual(before);

  const newest = await inDatabase(page, async (begin) =>
    (await begin(['messages']).messages.all()).sort((a, b) => b.date - a.date).map(({ uidl }) => uidl),
  );
  const left = async () => [...(await onServer('frank')).keys()].sort();
  await page.keyboard.press('Escape');
  await rows(page).first().click();
  await button(page, 'Delete').click();
  await check(page);
  await expect.poll(left).toEqual(newest.slice(1).sort());
  await page.goto(`${app.origin}/mail?settings=server`);
  await expect(journal(page)).toHaveCount(1);
  await expect(journal(page)).toContainText('You moved it to Trash.');

  await page.getByRole('radio', { name: 'Keep the newest messages' }).check();
  await page.getByRole('textbox', { name: 'Messages' }).fill('10');
  await choose('Keep the newest messages', 'None');
  await expect.poll(left).toEqual(newest.slice(1, 11).sort());

  await page.getByRole('radio', { name: 'Delete after some days' }).check();
  await expect(numbers(page)).toContainText('Nothing is old enough yet');
  await choose('Delete after some days', 'None');
  await inDatabase(page, async (begin) => {
    const { ledger } = begin(['ledger'], 'readwrite');
    for (const record of await ledger.all())
      await ledger.put({ ...record, storedAt: record.storedAt - 30 * 86_400_000 });
  });
  await page.keyboard.press('Escape');
  await check(page);
  await expect.poll(left).toEqual([]);
  expect(await storedCount(page)).toBe(many);
});

test('a server that deletes what was retrieved is warned of first; a large message comes as its header, and whole when asked for', async ({
  page,
}) => {
  await page.goto(app.origin);
  const server = { host: 'localhost', port: hasty.port, security: 'None' as const };
  await addAccount(page, { address: 'dora@example.net', username: 'dora', password: 'secret', ...server });
  const warning = page.getByRole('alert').filter({ hasText: 'deletes mail as soon as it was retrieved' });
  await expect(warning).toBeVisible();
  expect(await storedCount(page)).toBe(0);

  await page.goto(`${app.origin}/mail?settings=server`);
  await page
    .getByRole('combobox', { name: 'Large messages' })
    .selectOption({ label: 'Over 1 MB: header only' });
  await apply(page);
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.goto(`${app.origin}/mail`);
  await warning.getByRole('button', { name: 'Get the mail all the same' }).click();
  await allHere(page, 2);
  await expect(warning).toHaveCount(0);
  expect(hasty.transcript.filter((line) => line.startsWith('RETR'))).toHaveLength(1);

  await rows(page).filter({ hasText: 'large' }).click();
  await expect(reader(page).getByText('Only the header of this message is here')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  // There is nothing to copy yet, and that is said.
  await page.keyboard.press('Shift+V');
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByText('Nothing was copied. Of 1 message only the header is here')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toHaveCount(0);
  await reader(page).getByRole('button', { name: 'Get the whole message' }).click();
  await expect(reader(page)).toContainText('The long story.');
  await expect(reader(page).getByText('Only the header of this message is here')).toHaveCount(0);
  expect(hasty.transcript.filter((line) => line.startsWith('DELE'))).toEqual([]);
});
