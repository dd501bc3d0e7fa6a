import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { addAccount, allHere } from './browser';
import { toCrlf } from './corpus';
import type { Dovecot } from './dovecot';

/** SHA-256 of every message that is on the server, by UIDL. */
export async function inMaildir(dovecot: Dovecot, user: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const part of ['new', 'cur']) {
    for (const name of await readdir(join(dovecot.maildir(user), part))) {
      // Dovecot may delete it meanwhile, or move it from new to cur.
      const bytes = await readFile(join(dovecot.maildir(user), part, name)).catch(() => null);
      if (!bytes) continue;
      const text = toCrlf(bytes.toString('latin1'));
      found.set(name.split(':')[0] ?? name, createHash('sha256').update(text, 'latin1').digest('hex'));
    }
  }
  return found;
}

/** All mail of the user is here, and what is to leave his server can be chosen. */
export async function fetchAll(
  page: Page,
  origin: string,
  dovecot: Dovecot,
  user: string,
  many: number,
): Promise<void> {
  await page.goto(origin);
  const server = { host: 'localhost', port: dovecot.popsPort };
  await addAccount(page, { address: `${user}@example.net`, username: user, password: 'secret', ...server });
  await allHere(page, many);
  await page.goto(`${origin}/mail?settings=server`);
  await expect(page.getByRole('group', { name: 'What leaves the server' })).toBeVisible();
}

export const apply = (page: Page): Promise<void> => page.getByRole('button', { name: 'Apply' }).click();

/** What has left the server. */
export const journal = (page: Page): Locator =>
  page.getByRole('list', { name: 'Deleted from the server' }).getByRole('listitem');
