import { expect, type Page, type Route, test } from '@playwright/test';
import { deleting, type Held, holding, letters, named } from './catalogue/maildrop';
import { allHere, expectOpened, reader, rows, status } from './support/browser';
import type { Manners } from './support/manners';
import { check, hangUp, listed, oddServer, settings, subjects } from './support/oddServer';
import { storedCount } from './support/vault';

/**
 * The catalogue of quirky servers (its parts on lists, retrieving and deleting) as a person meets them: through the
 * browser, the built bridge and a server that misbehaves. Each test bears the numbers; what the protocol does in detail is
 * tested in e2e/catalogue/. (Where mail is to be deleted: catalogueDeletions.spec.ts.)
 */

const { manners, transcript, heard, open } = oddServer();

const missing = (page: Page, count: number) =>
  expect(status(page)).toContainText(
    count === 1 ? '1 message was not handed over' : `${count} messages were not handed over`,
  );

test('54 without UIDL and TOP: the sign-in says what the server lacks', async ({ page }) => {
  await open(page, { answers: { CAPA: listed('USER'), UIDL: '-ERR unknown command' } });
  await expect(page.getByRole('list', { name: 'Signing in' }).getByRole('alert')).toContainText(
    "This server can't tell its messages apart",
  );
});

test('55 UIDL that fails although it was announced: said to pass, and passes', async ({ page }) => {
  const right = holding(letters('one'));
  let broken = false;
  const UIDL: NonNullable<Manners['answers']>[string] = (socket, line) => {
    if (broken) return '-ERR internal error';
    return typeof right.UIDL === 'function' ? right.UIDL(socket, line) : null;
  };
  await open(page, { answers: { ...right, UIDL } });
  await allHere(page, 1);
  broken = true;
  right.STAT = '+OK 2 20';
  await page.getByRole('button', { name: 'Check mail', exact: true }).first().click();
  await expect(page.getByRole('button', { name: "The server can't do it right now" })).toBeVisible();
  broken = false;
  await page.getByRole('button', { name: 'Retry' }).click();
  await allHere(page, 1);
});

test('56, 57 a blank name, and one name twice: the others come, and how many do not is said', async ({
  page,
}) => {
  const held = letters('one', 'older', 'newer');
  for (const message of held.slice(1)) message.uidl = 'same';
  const right = holding([{ uidl: '', text: 'Subject: blank\r\n\r\nx\r\n' }, ...held]);
  await open(page, { answers: { ...right, CAPA: listed('UIDL', 'SASL PLAIN') } });
  await allHere(page, 2);
  await expect(status(page)).toContainText('2 messages stay on the server alone');
  await subjects(page, 'one', 'newer');
});

test('58, 59 names that are long, or look like code and paths, are names like others', async ({ page }) => {
  const held = letters('x'.repeat(71), '__proto__', '../../x', '<b>&amp;', 'a b  c');
  await open(page, { answers: holding(held) });
  await allHere(page, 5);
  await check(page);
  expect(heard('RETR')).toHaveLength(5);
});

/** The server is asked at once whether it shows more now: that check is not to find what comes next. */
async function secondCheck(page: Page): Promise<void> {
  await expect.poll(() => transcript().indexOf('STAT', transcript().indexOf('RETR 1'))).toBeGreaterThan(0);
  await expect(status(page)).not.toContainText('Checking…');
}

test('60 all names change after a migration: everything stays, once', async ({ page }) => {
  const held = named('one', 'two', 'three');
  await open(page, deleting(held));
  await allHere(page, 3);
  await secondCheck(page);
  for (const message of held) message.uidl = `new ${message.uidl}`;
  held.push(...named('four'));
  await check(page);
  await allHere(page, 4);
  await subjects(page, 'one', 'two', 'three', 'four');
  expect(heard('RETR')).toHaveLength(4);
});

test('62 mail that arrives during the listing comes with the next check', async ({ page }) => {
  const held = letters('one');
  const right = holding(held);
  await open(page, { answers: right });
  await allHere(page, 1);
  await secondCheck(page);
  held.push(...letters('two'));
  const LIST: NonNullable<Manners['answers']>[string] = (socket, line) => {
    if (held.length === 2) held.push(...letters('three'));
    return typeof right.LIST === 'function' ? right.LIST(socket, line) : null;
  };
  manners.answers = { ...right, LIST };
  await check(page);
  await allHere(page, 2);
  await check(page);
  await allHere(page, 3);
});

test('63 a list that is empty for once: said, nothing forgotten, and over with the next one', async ({
  page,
}) => {
  const held: Held[] = named('one', 'two');
  const whole = [...held];
  await open(page, deleting(held));
  await allHere(page, 2);
  await check(page);
  held.length = 0;
  await check(page);
  await status(page).getByRole('button', { name: 'The server’s list looks odd' }).click();
  await expect(
    settings(page).getByText('The server’s list is empty, although 2 messages should be there.'),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  held.push(...whole);
  await check(page);
  await expect(status(page)).not.toContainText('looks odd');
  await subjects(page, 'one', 'two');
  expect(heard('RETR')).toHaveLength(2);
});

test('68, 70 neither a server without TOP nor one on which TOP marks as seen is asked for it', async ({
  page,
}) => {
  const right = holding(letters('one', 'two'));
  await open(page, { answers: { ...right, CAPA: listed('UIDL', 'SASL PLAIN'), TOP: hangUp } });
  await allHere(page, 2);
  await rows(page).filter({ hasText: 'two' }).click();
  await expect(reader(page)).toContainText('body of two');
  manners.answers = right;
  await check(page);
  expect(heard('TOP')).toEqual([]);
});

test('71 one message is refused: the others come, how many lack is said, and it comes later', async ({
  page,
}) => {
  const right = holding(letters('one', 'two', 'three'));
  let broken = true;
  const RETR: NonNullable<Manners['answers']>[string] = (socket, line) => {
    if (broken && line === 'RETR 2') return '-ERR cannot read it';
    return typeof right.RETR === 'function' ? right.RETR(socket, line) : null;
  };
  await open(page, { answers: { ...right, RETR } });
  await allHere(page, 2);
  await missing(page, 1);
  broken = false;
  await check(page);
  await allHere(page, 3);
  await expect(status(page)).not.toContainText('not handed over');
});

test('74, 75 a server that hangs up after each two messages, and before the receipt: all come, once', async ({
  page,
}) => {
  const names = ['apple', 'birch', 'cedar', 'dwarf oak', 'elder'];
  const right = holding(letters(...names));
  let inSession = 0;
  const RETR: NonNullable<Manners['answers']>[string] = (socket, line) => {
    if (inSession++ === 2) return hangUp(socket);
    return socket.writable && typeof right.RETR === 'function' ? right.RETR(socket, line) : null;
  };
  const greeting = () => {
    inSession = 0;
    return '+OK';
  };
  await open(page, { greeting, answers: { ...right, RETR } });
  await allHere(page, 5);
  await subjects(page, ...names);
});

test('76, 77 a window of the oldest that moves on at QUIT: all of it comes by itself, QUIT after the receipt, also when the worker ends in between', async ({
  page,
}) => {
  test.setTimeout(90_000);
  const [window, all] = [250, 600];
  const messages = letters(...Array.from({ length: all }, (_, index) => `letter ${index}`));
  const settled = new Set<string>();
  const held: Held[] = [];
  const right = holding(held);
  let seen: string[] = [];
  let before = 0;
  // All of the first window is stored, and nobody says so.
  const lost = async (route: Route) => {
    before = await storedCount(page);
    await route.abort();
    const worker = page.workers().find((each) => each.url().includes('/built/sync-'));
    await worker?.evaluate(() => self.close());
  };
  await page.context().route(/\/settlement/, lost, { times: 1 });
  await open(page, {
    greeting: () => {
      seen = [];
      held.splice(0, held.length, ...messages.filter(({ uidl }) => !settled.has(uidl)).slice(0, window));
      return '+OK Gpop ready';
    },
    answers: {
      ...right,
      RETR: (socket, line) => {
        seen.push(held[Number(line.split(' ')[1]) - 1]?.uidl ?? '');
        return typeof right.RETR === 'function' ? right.RETR(socket, line) : null;
      },
      QUIT: (socket) => {
        for (const uidl of seen) settled.add(uidl);
        socket.end('+OK Farewell.\r\n');
        return null;
      },
    },
  });
  await allHere(page, all);
  expect(settled.size).toBe(all);
  // What was stored when the worker ended came once more, for its receipt, and nothing else.
  expect(before).toBe(window);
  expect(heard('RETR')).toHaveLength(all + window);
});

test('79 mail that is listed again after a while does not come twice', async ({ page }) => {
  const messages = letters('a', 'b');
  const held = [...messages];
  await open(page, { answers: holding(held) });
  await allHere(page, 2);
  held.splice(0, 2, ...letters('c'));
  await check(page);
  await allHere(page, 3);
  held.unshift(...messages);
  await check(page);
  await allHere(page, 3);
  expect(heard('RETR')).toHaveLength(3);
});

test('80 a server that deletes what was retrieved: it is said, and all of it is here', async ({ page }) => {
  const held = named('one', 'two');
  const right = deleting(held);
  await open(page, {
    ...right,
    answers: {
      ...right.answers,
      QUIT: (socket) => {
        if (heard('RETR').length > 0) held.length = 0;
        socket.end('+OK\r\n');
        return null;
      },
    },
  });
  await allHere(page, 2);
  await status(page).getByRole('button', { name: 'The server removes mail by itself' }).click();
  await expect(settings(page).getByText('What is here may be the only copy')).toBeVisible();
});

test('81 QUIT is refused, and lost: what is stored stays, and nothing comes again', async ({ page }) => {
  const right = holding(letters('one', 'two'));
  await open(page, { answers: { ...right, QUIT: '-ERR some messages were not removed' } });
  await allHere(page, 2);
  manners.answers = { ...right, QUIT: hangUp };
  await check(page);
  await check(page);
  await allHere(page, 2);
  await rows(page).first().click();
  await expectOpened(page);
  expect(new Set(heard('RETR')).size).toBe(2);
});

test('82 a server that loses all of its mail when a connection breaks: what had come stays, and it is said', async ({
  page,
}) => {
  const held = named('one', 'two', 'three');
  const right = deleting(held);
  const RETR: NonNullable<Manners['answers']>[string] = (socket, line) => {
    if (line !== 'RETR 1')
      return typeof right.answers.RETR === 'function' ? right.answers.RETR(socket, line) : null;
    held.length = 0;
    return hangUp(socket);
  };
  await open(page, { ...right, answers: { ...right.answers, RETR } });
  await allHere(page, 2);
  await check(page);
  await status(page).getByRole('button', { name: 'The server removes mail by itself' }).click();
  await expect(settings(page).getByText('What is here may be the only copy')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(status(page)).toContainText('2 messages only on this device');
  held.push(...named('four', 'five'));
  manners.answers = right.answers;
  await check(page);
  await allHere(page, 4);
  await subjects(page, 'two', 'three', 'four', 'five');
});

test('73 a message that drips: given up after half a minute, and the others come; it comes when it is sent as it should be', async ({
  page,
}) => {
  test.setTimeout(90_000);
  const right = holding(letters('one', 'two', 'three'));
  right.CAPA = listed('UIDL', 'SASL PLAIN');
  let drips = true;
  const RETR: NonNullable<Manners['answers']>[string] = (socket, line) => {
    if (line !== 'RETR 2' || !drips)
      return typeof right.RETR === 'function' ? right.RETR(socket, line) : null;
    drips = false;
    socket.write('+OK\r\nSubject: ');
    const drip = setInterval(() => socket.write('x'), 500);
    socket.on('close', () => clearInterval(drip));
    return null;
  };
  await open(page, { answers: { ...right, RETR } });
  await expect(rows(page)).toHaveCount(1);
  await allHere(page, 3);
  await subjects(page, 'one', 'two', 'three');
  expect(heard('RETR 2')).toHaveLength(2);
  await page.goto(new URL('/mail?settings=bridge', page.url()).href);
  await expect(settings(page)).toContainText('Failed: too_slow');
});
