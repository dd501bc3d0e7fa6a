import { expect, type Page } from '@playwright/test';
import { reader } from '@/e2e/support/browser';
import { saveFile, showMessage } from './pressing';
import { isSafe, type Spoof } from './spoofMail';

/** What the page keeps of the addresses that were followed, in the place of windows. */
type Followed = { followed: string[] };

/**
 * Opens each spoof in the app and does what its reader would: reads the warning and takes what it offers, presses the
 * link, saves the file.
 *
 * @param ids of the messages, by their subjects
 * @returns rows that deceive
 */
export async function spoofsInApp(
  page: Page,
  spoofs: readonly Spoof[],
  ids: ReadonlyMap<string, string>,
): Promise<string[]> {
  await page.evaluate(() => {
    Object.assign(window, { followed: [] });
    window.open = (address) => {
      (window as unknown as Followed).followed.push(String(address));
      return null;
    };
  });
  const missed: string[] = [];
  for (const spoof of spoofs) {
    await showMessage(page, ids.get(spoof.subject) ?? '', spoof.subject);
    try {
      await looks[spoof.about](page, spoof);
    } catch (error) {
      missed.push(`${spoof.about} ${spoof.row.slice(0, 80)}: ${String(error).slice(0, 600)}`);
      await page.keyboard.press('Escape');
    }
  }
  return missed;
}

/** The warning above the message that offers this; it is there with the body or not at all. */
const warning = (page: Page, offer: string) =>
  reader(page)
    .getByRole('list', { name: 'Warnings' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: offer }) });
const soon = { timeout: 5_000 };

const looks: Record<Spoof['about'], (page: Page, spoof: Spoof) => Promise<void>> = {
  async link(page, { harmless, row }) {
    const link = reader(page).locator('iframe[title="Message body"]').contentFrame().locator('a[href]');
    const followed = () => page.evaluate(() => (window as unknown as Followed).followed.splice(0));
    const asked = page.getByRole('alertdialog', { name: 'Where this link goes' });
    // An address that the sanitiser took away leads nowhere.
    if (!harmless && (await link.count()) === 0) return;
    // While a question lies over it, the message is there for nobody.
    const href = (await link.getAttribute('href'))?.trim() ?? '';
    await link.click();
    if (harmless) {
      expect(await followed()).toHaveLength(1);
      await expect(asked).toHaveCount(0);
      await expect(reader(page).getByRole('list', { name: 'Warnings' })).toHaveCount(0);
      return;
    }
    await expect(asked).toContainText(href, soon);
    expect(await followed()).toEqual([]);
    await asked.getByRole('button', { name: 'Stay here' }).click();
    await expect(asked).toHaveCount(0);
    // A picture has no words that could deceive before it is pressed.
    if (row.startsWith('<img')) return;
    await warning(page, 'Show links').first().getByRole('button').click(soon);
    const listed = page.getByRole('dialog', { name: 'Links that are not what they seem' });
    await expect(listed.getByRole('listitem')).toHaveCount(1, soon);
    await page.keyboard.press('Escape');
    await expect(listed).toHaveCount(0);
  },
  async sender(page, { told, row }) {
    // Who sends for another is usual: it stands beside the name. And a line end is not in a name any more.
    if (/^Sender/.test(row)) return expect(reader(page)).toContainText('b@evil.test', soon);
    if (!told) return expect(reader(page)).not.toContainText(/^Bcc:/m);
    await warning(page, 'Show details').first().getByRole('button').click(soon);
    const [, address = '@'] = /<([^<>"]+@[^<>"]+)>(?!")/.exec(row) ?? [];
    await expect(reader(page).locator('dl')).toContainText(address, soon);
  },
  async file(page, { told }) {
    const card = reader(page)
      .getByRole('region', { name: /attachment/ })
      .getByRole('listitem');
    await expect(card).toHaveCount(1, soon);
    const shown = (await card.getByRole('button').first().getAttribute('title')) ?? '';
    expect(isSafe(shown), `shown as ${JSON.stringify(shown)}`).toBe(true);
    if (told) await expect(warning(page, 'Show attachments')).not.toHaveCount(0, soon);
    expect(await saveFile(page, card.getByRole('button').last(), soon.timeout)).toBe(shown);
  },
};
