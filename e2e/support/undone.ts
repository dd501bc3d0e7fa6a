import { expect, type Locator, type Page } from '@playwright/test';
import { button } from './browser';
import { inDatabase } from './database';

/** What people have put in order, as the database has it: marks and places of all mail, and all that they made for it. */
export const inOrder = (page: Page) =>
  inDatabase(page, async (begin) => {
    const stores = begin([
      ...(['messages', 'folders', 'labels', 'rules', 'meta'] as const),
      ...(['keeping', 'junkSenders', 'junkLessons', 'junkVerdicts'] as const),
    ]);
    const [messages, lessons, verdicts, saved, rules, ...made] = await Promise.all([
      stores.messages.all(),
      stores.junkLessons.all(),
      stores.junkVerdicts.all(),
      stores.meta.get('savedSearches'),
      stores.rules.all(),
      ...[stores.folders.all(), stores.labels.all(), stores.keeping.all(), stores.junkSenders.all()],
    ]);
    return {
      messages: messages.map(({ id, folder, unread, starred, pinned, labels, snooze, movedAt, quiet }) => ({
        ...{ id, folder, unread, starred: starred ?? false, pinned, labels, snooze, movedAt, quiet },
      })),
      // What the filter learns follows from this, in the worker's own time; what was read and kept it takes for ordinary
      // by itself.
      perhaps: verdicts.filter(({ verdict }) => verdict === 'unsure').map(({ message }) => message),
      junk: lessons.filter(({ want }) => want === 'junk').map(({ message }) => message),
      made,
      // In the order in which they are asked: their numbers have gaps where one was deleted.
      rules: rules.sort((a, b) => a.order - b.order).map(({ order: _, ...rule }) => rule),
      searches: saved?.key === 'savedSearches' ? saved.searches : [],
    };
  });

/**
 * Does something that is told by these words, and takes it back: by the key, or, in a dialog, by the button beside the
 * words. All that is in order must be another after the first and, to the last mark, as before after the second.
 */
export async function undoes(
  page: Page,
  told: string,
  act: () => Promise<unknown>,
  dialog?: Locator,
): Promise<void> {
  const where = dialog ?? page.getByRole('main');
  await expect(where.getByText(told, { exact: true }), 'nothing else is told by these words').toBeHidden();
  const before = await inOrder(page);
  await act();
  await expect(where.getByText(told, { exact: true })).toBeVisible();
  expect(await inOrder(page), told).not.toEqual(before);
  if (dialog) await button(dialog, 'Undo').click();
  else await page.keyboard.press('z');
  await expect(where.getByText('Undone', { exact: true })).toBeVisible();
  expect(await inOrder(page), `${told}, undone`).toEqual(before);
}
