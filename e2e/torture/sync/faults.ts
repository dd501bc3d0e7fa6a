import type { Page } from '@playwright/test';
import { status } from '../../support/browser';
import { fillMaildir, generateMessages } from '../../support/messages';
import type { Random } from '../../support/random';
import { breakCompaction } from './compaction';
import { endings, pause } from './endings';
import type { Ground } from './ground';
import { lies } from './liar';
import { checkMail } from './person';
import type { Truth } from './truth';

/** What a fault may lay its hands on. `pages[0]` leads; a fault that ends pages leaves those that live. */
export interface Scene {
  ground: Ground;
  random: Random;
  pages: Page[];
  truth: Truth;
  maildir: string;
  /** Octets of the mailbox. */
  octets: number;
  /** Resolves when so many of the mailbox's octets have gone to the bridge, or nothing moves any more. */
  arrived(octets: number): Promise<void>;
}

export interface Fault {
  name: string;
  /** How often it is chosen, beside the others: what takes long is rarer. */
  weight: number;
  /** It strikes when all the mail is here, and not while it comes. */
  settled?: true;
  /** It strikes while mail comes, and never while it is deleted from the server. */
  coming?: true;
  /** Not the policy alone decides what is on the server afterwards. */
  muddles?: true;
  /** Before the first check; e.g. the lie that the first listing is to be. */
  before?(scene: Scene): Promise<void>;
  /**
   * While mail comes.
   *
   * @returns whether it met what it is to interrupt. (Lines are cut later: they count for themselves.)
   */
  strike(scene: Scene): Promise<boolean>;
}

/**
 * Waits for somewhere in the mailbox's transfer, its very end included.
 *
 * @returns whether a session at the mail server is open then
 */
async function amid({ ground, random, octets, arrived }: Scene): Promise<boolean> {
  await arrived(Math.floor((octets * random.between(0, 110)) / 100));
  return ground.mail.open > 0;
}

export const faults: readonly Fault[] = [
  {
    name: 'the line to the mail server is cut',
    weight: 3,
    async strike(scene) {
      scene.ground.mail.cut(scene.random.between(0, scene.octets));
      return false;
    },
  },
  {
    name: 'the line to the bridge is cut',
    weight: 3,
    async strike(scene) {
      scene.ground.web.cut(scene.random.between(0, scene.octets));
      return false;
    },
  },
  {
    name: 'the bridge is killed',
    weight: 2,
    async strike(scene) {
      const met = await amid(scene);
      await scene.ground.restartTheBridge();
      return met;
    },
  },
  {
    name: 'the browser is killed',
    weight: 2,
    async strike(scene) {
      const met = await amid(scene);
      await endings.browserIsKilled(scene);
      return met;
    },
  },
  {
    name: 'the tab is closed',
    weight: 3,
    async strike(scene) {
      const met = await amid(scene);
      await endings.tabIsClosed(scene);
      return met;
    },
  },
  {
    name: 'the tab is frozen and woken',
    weight: 2,
    async strike(scene) {
      const met = await amid(scene);
      await endings.tabIsFrozen(scene);
      return met;
    },
  },
  {
    name: 'the worker ends',
    weight: 2,
    async strike(scene) {
      const met = await amid(scene);
      await endings.workerEnds(scene);
      return met;
    },
  },
  {
    name: 'the rewriting of packs is interrupted',
    weight: 2,
    muddles: true,
    settled: true,
    strike: breakCompaction,
  },
  {
    name: 'the quota is reached',
    weight: 2,
    coming: true,
    // Chromium asks for the quota when the database is opened, and again only when what it was told is used up.
    async before({ ground, random, octets, pages }) {
      const used = await pages[0]?.evaluate(async () => {
        await navigator.serviceWorker.ready;
        return (await navigator.storage.estimate()).usage;
      });
      await pages.pop()?.close();
      await ground.leaveRoom((used ?? 0) + forTheAccount + random.between(1, Math.ceil(octets / 2)));
      pages.push(await ground.newPage());
    },
    async strike(scene) {
      const met = await isFull(scene.pages[0]);
      await pause(scene.random.between(0, 1_000));
      await scene.ground.leaveRoom(null);
      return met;
    },
  },
  {
    name: 'an answer comes after its deadline',
    weight: 1,
    async strike(scene) {
      const met = await amid(scene);
      scene.ground.web.freeze();
      // The browser gives a stream up that is silent for 20 seconds.
      await pause(scene.random.between(20_000, 22_000));
      scene.ground.web.thaw();
      return met;
    },
  },
  {
    name: 'the mail server restarts',
    weight: 2,
    async strike(scene) {
      const met = await amid(scene);
      await scene.ground.dovecot.restart();
      return met;
    },
  },
  {
    name: 'another client removes and adds messages',
    weight: 3,
    muddles: true,
    async strike(scene) {
      const { random, truth } = scene;
      const met = await amid(scene);
      const all = truth.removable;
      const remove = random.between(0, Math.min(10, all.length - 1));
      for (let n = 0; n < remove; n += 1) await truth.remove(random.pick(all));
      const added = generateMessages(random.between(0, 8), {
        seed: random.next() & 0xffff,
        newest: new Date('2026-03-05T10:00:00Z'),
      });
      await fillMaildir(scene.maildir, added);
      await truth.look();
      return met;
    },
  },
  {
    name: 'the listing is falsified',
    weight: 3,
    muddles: true,
    async before({ ground, random }) {
      ground.liar.lie = random.between(0, 1) === 0 ? random.pick(lies) : null;
    },
    async strike(scene) {
      const { ground, random, pages } = scene;
      await amid(scene);
      ground.liar.lie = random.pick(lies);
      await checkMail(pages[0]);
      await pause(random.between(0, 600));
      ground.liar.lie = null;
      return ground.liar.told > 0;
    },
  },
];

/** One of them, by its weight. */
export function anyFault(random: Random, only: string | undefined): Fault {
  const all = faults.filter(({ name }) => only === undefined || name === only);
  let at = random.between(
    1,
    all.reduce((sum, { weight }) => sum + weight, 0),
  );
  for (const fault of all) {
    at -= fault.weight;
    if (at <= 0) return fault;
  }
  throw new Error(`There is no fault “${only}”. There are: ${faults.map(({ name }) => name).join('; ')}.`);
}

/** What the app writes before any mail comes, octets at most. */
const forTheAccount = 130_000;

/** Waits until it is said that there is no room left, or all the mail is here. Whether it was said. */
async function isFull(page: Page | undefined): Promise<boolean> {
  const said = page && status(page).filter({ hasText: /no room left|messages? here/ });
  await said?.waitFor({ timeout: 20_000 });
  return (await said?.textContent())?.includes('no room left') ?? false;
}
