import { fold } from '@/lib/mail/fold';

/**
 * Those whose text holds what is typed, whatever the case and the accents, as in searches: those first that are spelt as it
 * was typed, since names that differ by an accent may be two.
 */
export function narrowed<Item>(
  items: readonly Item[],
  typed: string,
  textOf: (item: Item) => string,
): Item[] {
  const [exact, folded] = [typed.trim().toLowerCase(), fold(typed.trim())];
  const found = items.filter((item) => fold(textOf(item)).includes(folded));
  const isSpeltSo = (item: Item) => textOf(item).toLowerCase().includes(exact);
  return [...found.filter(isSpeltSo), ...found.filter((item) => !isSpeltSo(item))];
}
