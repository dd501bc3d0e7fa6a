import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { letter } from './support/arrivingMail';
import { addAccount, allHere, expectOpened, expectResults, reader, rows, searchBox } from './support/browser';
import { inDatabase } from './support/database';
import { dealWithoutLine } from './support/deeds';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { mailToFind } from './support/mailToFind';
import { generateMessages } from './support/messages';

test.use({ serviceWorkers: 'allow' });

/** Searches as people make them: while they type, with operators, by key and finger, without a connection. */

const generated = generateMessages(40);
const count = generated.length + mailToFind.length;
const bob = 'bob@lindgren.example';

let server: MailServer;
let app: RunningApp;

test.beforeAll(async () => {
  server = await startMailServer(
    [...asStored(generated), ...mailToFind.map((bytes, index) => ({ uidl: `special-${index}`, bytes }))],
    { others: { [bob]: [letter('grace@navy.example', 'Pelikan')] } },
  );
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

/** Everything is here, and can be found by all of its words. */
async function openMail(page: Page): Promise<void> {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, count);
  await searchBox(page).fill('kuckuck');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
}

test('finds while one types, whatever the letters; by key into the results and back', async ({ page }) => {
  await openMail(page);
  await page.keyboard.press('Escape');
  await page.getByRole('grid', { name: 'Messages' }).focus();
  await page.keyboard.press('/');
  await expect(searchBox(page)).toBeFocused();
  await page.keyboard.type('sariy');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).locator('mark')).toHaveText(['Sarıyer']);
  for (const query of [
    'isigi',
    'weissg',
    '"weißglut 42"',
    '阪府',
    'from:ayse kuck',
    'kuckuck OR 天気 -osaka',
  ])
    await test.step(query, async () => {
      await searchBox(page).fill(query);
      await expect(rows(page).first()).toContainText(/Sarıyer|大阪府/);
    });
  // By date, or by what fits best: a word in a subject says more than the same in a newer text.
  await searchBox(page).fill('garten');
  await expect(rows(page)).toContainText(['Antwort', 'Vögel']);
  await page.getByRole('button', { name: 'Newest first' }).click();
  await expect(rows(page)).toContainText(['Vögel', 'Antwort']);
  await page.getByRole('button', { name: 'Best match first' }).click();
  await expect(rows(page)).toContainText(['Antwort', 'Vögel']);
  await expectResults(page, 'from:ayse', 2);
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expectOpened(page, '大阪府の天気');
  expect(page.url()).toContain('q=from%3Aayse');
  await page.keyboard.press('j');
  await expectOpened(page, 'Sarıyer ışığı');
  await page.goBack();
  await expect(searchBox(page)).toHaveValue('from:ayse');
  // Who looked at results for a while is offered that search again.
  await expect.poll(() => recent(page)).toContain('from:ayse');
  await page.goBack();
  await expect(searchBox(page)).toHaveValue('');
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  await searchBox(page).blur();
  await searchBox(page).focus();
  const offered = page.getByRole('list', { name: 'Recent searches' });
  await offered.getByRole('button', { name: 'from:ayse' }).click();
  await expect(searchBox(page)).toHaveValue('from:ayse');
  await page.keyboard.press('Escape');
  await offered.getByRole('button', { name: 'Forget recent searches' }).click();
  await expect(offered).toBeHidden();
  expect(await recent(page)).toEqual([]);
});

/** The searches that are remembered. */
const recent = (page: Page) =>
  inDatabase(page, async (begin) => {
    const record = await begin(['meta']).meta.get('recentSearches');
    return record?.key === 'recentSearches' ? record.texts : [];
  });

/** What is marked in the page and in the frame of the message. */
const marked = (page: Page) =>
  page.evaluate(() => {
    // Those of the messages beside it are laid out ahead.
    const frame = document.querySelector<HTMLIFrameElement>(
      'iframe[title="Message body"]:not([aria-hidden] *)',
    )?.contentWindow;
    return [window, frame as (Window & typeof globalThis) | null].map((view) =>
      [...(view?.CSS.highlights.get('found') ?? [])].map(String),
    );
  });

/** Whether the first thing that is marked can be seen. */
const isMarkInSight = (page: Page) =>
  page.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>(
      'iframe[title="Message body"]:not([aria-hidden] *)',
    );
    const [outside, inside] = [window, frame?.contentWindow as (Window & typeof globalThis) | null].map(
      (view) => [...(view?.CSS.highlights.get('found') ?? [])][0] as Range | undefined,
    );
    const offset = outside ? 0 : (frame?.getBoundingClientRect().top ?? 0);
    const top = (outside ?? inside)?.getBoundingClientRect().top;
    return top !== undefined && offset + top > 0 && offset + top < innerHeight;
  });

test('what was searched for is marked in what is read, in text and in HTML, until the search is over', async ({
  page,
}) => {
  await openMail(page);
  await searchBox(page).fill('pirol');
  await rows(page).first().click();
  await expectOpened(page, 'Vögel im Garten');
  await expect.poll(() => marked(page)).toEqual([[], ['Pirol', 'PIROL']]);
  const before = await page.frameLocator('iframe[title="Message body"]').locator('body').innerHTML();
  expect(before).not.toContain('mark');
  await searchBox(page).fill('sariyer KUCK');
  await rows(page).filter({ hasText: 'Sarıyer' }).click();
  await expectOpened(page, 'Sarıyer ışığı');
  await expect.poll(() => marked(page)).toEqual([['Sarıyer', 'Kuckuck'], []]);

  // By conversations: both hits in one row, read together, and dealt with together; the choice stays.
  await searchBox(page).fill('kuckuck OR kranich');
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Show conversations' }).click();
  await expect(page.getByText('1 conversation, 2 messages')).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toHaveAccessibleName(/^Unread, Bora, Antwort, 2 messages/);
  await rows(page).click();
  await expectOpened(page, 'Antwort');
  await expect.poll(() => marked(page)).toEqual([['Kranich', 'Kuckuck'], []]);
  await page.keyboard.press('#');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.reload();
  await expect(page.getByText('1 conversation, 2 messages')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show conversations' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect.poll(() => marked(page)).toEqual([[], []]);

  // Who is found by the name that a contact gives him: that name stands nowhere in his mail.
  await page.goto(`${app.origin}/mail?settings=contacts`);
  await page.getByRole('button', { name: 'New contact' }).click();
  const form = page.getByRole('dialog').last();
  await form.getByRole('textbox', { name: 'Name' }).fill('Feldstecher');
  await form.getByRole('textbox', { name: 'Email addresses' }).fill('vogelwarte@sahne.example');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Change Feldstecher' }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await searchBox(page).fill('from:feldst');
  await expect(rows(page).locator('mark')).toHaveText(['Vogelwarte']);
  await rows(page).click();
  await expectOpened(page, 'Vögel im Garten');
  await expect.poll(() => marked(page)).toEqual([['vogelwarte@sahne.example'], []]);
});

test('the first place far below is brought into sight; words of a file are marked where it is looked at', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openMail(page);
  const scrolled = () => reader(page).evaluate((article) => article.parentElement?.scrollTop);
  for (const subject of ['Langer Text', 'Langes HTML']) {
    await searchBox(page).fill('nachtigall');
    await rows(page).filter({ hasText: subject }).click();
    await expectOpened(page, subject);
    await expect.poll(() => isMarkInSight(page)).toBe(true);
    expect(await scrolled()).toBeGreaterThan(0);
  }
  // What can be seen already is not moved.
  await searchBox(page).fill('vorrede');
  await rows(page).filter({ hasText: 'Langer Text' }).click();
  await expectOpened(page, 'Langer Text');
  await expect.poll(() => marked(page)).toEqual([['Vorrede'], []]);
  expect(await scrolled()).toBe(0);

  await searchBox(page).fill('zikadengesang OR xenia');
  await rows(page).filter({ hasText: 'Xenia' }).click();
  await page.getByRole('button', { name: /^Preview protokoll.txt/ }).click();
  await expect(page.getByRole('dialog').getByText('Zikadengesang')).toBeVisible();
  await expect.poll(async () => (await marked(page)).flat().sort()).toContain('Zikadengesang');
  expect((await marked(page)).flat().map((text) => text.toLowerCase())).toContain('xenia');
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await marked(page)).flat()).not.toContain('Zikadengesang');
  expect((await marked(page)).flat().map((text) => text.toLowerCase())).toContain('xenia');
});

test('operators are offered; what is deleted leaves the results, and comes back; without a connection too', async ({
  context,
  page,
}) => {
  await openMail(page);
  const sizes = [...generated, ...mailToFind.map((bytes) => ({ bytes }))].map(({ bytes }) => bytes.length);
  const large: [string, number] = ['larger:100K', sizes.filter((size) => size > 100 * 1024).length];
  const found: [string, number][] = [
    large,
    ...[
      ...['zikadengesang', 'filename:protokoll', 'cc:zoltan', 'has:attachment zikaden'],
      ...['αθηνα', 'שלום', 'محمد', 'before:2020', 'older_than:5y', 'subject:αθηνα to:ada -kuckuck'],
    ].map((query): [string, number] => [query, 1]),
    ['after:2020-01-01', count - 1],
    ['newer_than:5y', count - 1],
  ];
  for (const [query, results] of found) await test.step(query, () => expectResults(page, query, results));
  // With another account here.
  await page.goto(`${app.origin}/mail?add=1`);
  await addAccount(page, { ...server.signIn, address: bob });
  for (const query of ['pelikan', 'account:bob', '-account:ada']) await expectResults(page, query, 1);
  await expectResults(page, 'account:ada', count);
  await expectResults(page, 'in:inbox', count + 1);
  await expectResults(page, ...large);
  await rows(page).first().click();
  await page.keyboard.press('s');
  await expectResults(page, 'is:starred', 1);
  await page.getByRole('button', { name: 'Clear search' }).click();
  await searchBox(page).focus();
  const chips = page.getByRole('group', { name: 'Narrow the search' });
  for (const [name, operator] of [
    ...[
      ['From', 'from:'],
      ['To', 'to:'],
      ['Subject', 'subject:'],
      ['Attachment', 'has:attachment '],
    ],
    ...[
      ['Starred', 'is:starred '],
      ['File name', 'filename:'],
      ['Last month', 'newer_than:1m '],
    ],
    ...[
      ['Older than a year', 'older_than:1y '],
      ['Over 5 MB', 'larger:5M '],
      ['Copy to', 'cc:'],
    ],
    ...[
      ['In a folder', 'in:'],
      ['With a label', 'label:'],
      ['Account', 'account:'],
    ],
    ...[
      ['Before a date', 'before:'],
      ['After a date', 'after:'],
      ['In Trash', 'in:trash '],
    ],
    ['Unread', 'is:unread '],
  ] as [string, string][]) {
    await searchBox(page).fill('');
    await chips.getByRole('button', { name, exact: true }).click();
    await expect(searchBox(page)).toHaveValue(operator);
  }
  await expectResults(page, 'is:unread from:ayse', 2);
  await expect(rows(page)).toHaveCount(2);
  await searchBox(page).press('Enter');
  await page.keyboard.press('#');
  await expect(rows(page)).toHaveCount(1);
  // What is in Trash is found where somebody says so.
  await page.getByRole('button', { name: 'Also search Trash and Junk' }).click();
  await expect(searchBox(page)).toHaveValue('in:anywhere is:unread from:ayse');
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Also search Trash and Junk' })).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await searchBox(page).fill('is:unread from:ayse');
  await expect(rows(page)).toHaveCount(2);

  await context.setOffline(true);
  await expectResults(page, 'nobody-wrote-this', 0);
  await expect(page.getByText('Nothing found')).toBeVisible();
  await expectResults(page, 'kuckuck', 1);
  await page.reload();
  await expect(searchBox(page)).toHaveValue('kuckuck');
  await expect(rows(page)).toHaveCount(1);
  // What is done to mail needs no connection either.
  await rows(page).first().click();
  await expectOpened(page, 'Sarıyer ışığı');
  await dealWithoutLine(page, 2);
  await context.setOffline(false);

  // Written anew, and killed on the way as soon as it has begun: the next one goes on, and all is found.
  const index = () =>
    inDatabase(page, async (begin) => {
      const { searchState, searchSegments } = begin(['searchState', 'searchSegments']);
      const segments = (await searchSegments.all()).map(({ id }) => id);
      return { through: (await searchState.get('state'))?.through, segments };
    });
  const before = await index();
  await page.goto(`${app.origin}/mail?settings=storage`);
  await page.getByRole('button', { name: 'Write the index anew' }).click();
  await expect(page.getByText('The index is being written anew.', { exact: false })).toBeVisible();
  await page.goto(`${app.origin}/mail`);
  // None of the old one is left in it.
  const old = async () => (await index()).segments.filter((id) => before.segments.includes(id));
  await expect.poll(old).toEqual([]);
  await expect.poll(async () => (await index()).through).toBe(before.through);
  await expectResults(page, 'kuckuck', 1);
  await expectResults(page, 'in:inbox account:ada', count);
  await expectResults(page, 'in:inbox', count + 1);
  await expectResults(page, 'zikadengesang', 1);
});

test('on a phone', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await openMail(page);
  await searchBox(page).tap();
  await searchBox(page).fill('天気');
  await expect(rows(page)).toHaveCount(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  await rows(page).first().tap();
  await expectOpened(page, '大阪府の天気');
  await page.goBack();
  await expect(searchBox(page)).toHaveValue('天気');
  await context.close();
});
