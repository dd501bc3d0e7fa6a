import type { Page } from '@playwright/test';
import { addAccount, status } from '../../support/browser';
import { fillMaildir, generateMessages } from '../../support/messages';
import { Random } from '../../support/random';
import { storedDigests } from '../../support/vault';
import { pause } from './endings';
import { anyFault, type Scene } from './faults';
import { type Ground, password, userOf } from './ground';
import { checkMail } from './person';
import { anyPolicy, choosePolicy, staying } from './policies';
import { type Count, Truth } from './truth';

export interface RoundOutcome {
  fault: string;
  policy: string;
  messages: number;
  /** On the server at the end. */
  left: number;
  tabs: number;
  seconds: number;
  /** The fault met what it is to interrupt. */
  hit: boolean;
  count: Count;
  /** What the status line said at the end, or what the policy left undone; null: everything was there and done in time. */
  late: string | null;
}

/** After a fault everything has to be there within this; people are not that patient, but machines are busy. */
const endWithin = 60_000;

/** What was sent when the fault struck waits for its listing, and may be sent twice more. */
const carriedOutWithin = 20_000;

/** Everything about a round follows from its seed: mailbox, fault, and where in the transfer it strikes. */
export async function round(
  ground: Ground,
  index: number,
  seed: number,
  only: string | undefined,
): Promise<RoundOutcome> {
  const began = performance.now();
  const random = new Random(seed);
  const fault = anyFault(random, only);
  const messages = generateMessages(random.between(1, 60), { seed: random.next() & 0xffff });
  const policy = anyPolicy(random, messages.length);
  /** The fault strikes while mail is deleted from the server, and not while it comes. */
  const late = policy.remove.kind !== 'never' && random.between(0, 1) === 1 && !fault.coming;
  const settled = late || fault.settled === true;
  const tabs = random.between(1, 3) === 1 ? 2 : 1;
  const user = userOf(index);
  const maildir = ground.dovecot.maildir(user);
  await fillMaildir(maildir, messages);
  const truth = new Truth(maildir);
  await truth.look();
  const octets = messages.reduce((sum, { bytes }) => sum + bytes.length, 0);

  await ground.wipe();
  const pages = [await ground.newPage()];
  let start = ground.mail.delivered;
  const scene: Scene = {
    ground,
    random,
    pages,
    truth,
    maildir,
    // Of a message that is to be deleted the header comes once more.
    octets: late ? messages.length * 1_000 : octets,
    arrived: (wanted) => arrived(ground, start + wanted),
  };
  if (!settled) await fault.before?.(scene);
  const [first] = pages;
  if (!first) throw new Error('No page is open.');
  await addAccount(first, {
    address: `${user}@example.net`,
    username: user,
    password,
    host: 'localhost',
    port: ground.mail.port,
  });
  await status(first).waitFor({ timeout: 20_000 });
  if (tabs === 2) pages.push(await ground.newPage());
  if (settled) await toTheEnd(first, truth);
  // On a full device there is no room for a choice, either.
  if (!fault.coming) await choosePolicy(first, policy);
  if (late) {
    start = ground.mail.delivered;
    await fault.before?.(scene);
    await checkMail(first);
  }
  const cuts = () => ground.mail.cuts + ground.web.cuts;
  const before = cuts();
  const met = await fault.strike(scene);

  const [living] = pages;
  if (!living) throw new Error('The fault left no tab.');
  if (fault.coming) await choosePolicy(living, policy);
  const had = await storedDigests(living);
  const overdue = await toTheEnd(living, truth);
  const stays = fault.muddles ? null : staying(policy, messages.length);
  const undone = stays === null ? null : await carriedOut(living, truth, stays);
  const count = await truth.count(had, await storedDigests(living));
  const seconds = (performance.now() - began) / 1000;
  const left = await truth.onServer();
  return {
    fault: fault.name,
    policy: policy.remove.kind,
    messages: messages.length,
    left,
    tabs,
    seconds,
    hit: met || cuts() > before,
    count,
    late: overdue ?? undone,
  };
}

/** Until so many octets have come through the line, or it has been still for a while. */
async function arrived(ground: Ground, octets: number): Promise<void> {
  let last = ground.mail.delivered;
  let still = 0;
  while (ground.mail.delivered < octets && still < 60) {
    await pause(5);
    still = ground.mail.delivered === last ? still + 1 : 0;
    last = ground.mail.delivered;
  }
}

/** Checks, as a person would, until all that must arrive is there. Resolves with null, or with what is said when it is not. */
async function toTheEnd(page: Page, truth: Truth): Promise<string | null> {
  const until = performance.now() + endWithin;
  const line = status(page);
  let said = '';
  while (performance.now() < until) {
    const here = new Set((await storedDigests(page)).map(({ actual }) => actual));
    const busy = await line.getAttribute('aria-busy', { timeout: 5_000 }).catch(() => 'true');
    said = (await line.textContent({ timeout: 5_000 }).catch(() => null)) ?? said;
    if (truth.wanted.every((sha256) => here.has(sha256)) && busy !== 'true') {
      // Once more on solid ground: a further check must change nothing for the worse.
      await checkMail(page);
      await pause(150);
      await idle(page);
      return null;
    }
    if (busy !== 'true') {
      await checkSignedIn(page);
      await pause(300);
    } else await pause(100);
  }
  // Without a status line it is another screen, or none: what it says tells a database that is empty from a page that is.
  return said || `${page.url()}: ${(await page.locator('body').textContent())?.slice(0, 300)}`;
}

/** Checks until just so many messages are left on the server. Resolves with null, or with how many are. */
async function carriedOut(page: Page, truth: Truth, stays: number): Promise<string | null> {
  const until = performance.now() + carriedOutWithin;
  for (;;) {
    await idle(page);
    const left = await truth.onServer();
    if (left === stays) return null;
    if (left < stays || performance.now() > until)
      return `${left} of ${stays} messages are left on the server`;
    await checkSignedIn(page);
    await pause(300);
  }
}

/** Checks; a browser that was killed may have lost its cookie, as it does for a session that was not to be kept. */
async function checkSignedIn(page: Page): Promise<void> {
  const said = await status(page)
    .textContent({ timeout: 5_000 })
    .catch(() => null);
  if (said?.includes('Signed out')) {
    await status(page).getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in again', exact: true }).click();
    await status(page).waitFor({ timeout: 20_000 });
  }
  await checkMail(page);
}

async function idle(page: Page): Promise<void> {
  const until = performance.now() + 10_000;
  while (performance.now() < until) {
    const busy = await status(page)
      .getAttribute('aria-busy', { timeout: 5_000 })
      .catch(() => 'true');
    if (busy !== 'true') return;
    await pause(50);
  }
}
