import { PlaceRefused } from '@/lib/store/placeChanges';
import { readRules, saveRule } from '@/lib/store/rules';
import { savedSearches, saveSearch } from '@/lib/store/savedSearches';
import type { ManifestHead } from './manifest';
import type { ManifestRule } from './manifestOrder';
import type { RestoredPlaces } from './places';

/** The searches that are kept, and the rules, for the head of an export. @param accounts ids, in the export's order */
export async function orderForExport(
  accounts: readonly string[],
): Promise<Pick<ManifestHead, 'searches' | 'rules'>> {
  const searches = (await savedSearches()).map(({ name, text }) => ({ name, text }));
  const rules = (await readRules()).map(({ id: _, order: __, ...rule }) => ({
    ...rule,
    conditions: rule.conditions.map((condition) =>
      condition.kind === 'account'
        ? { ...condition, account: String(accounts.indexOf(condition.account)) }
        : condition,
    ),
  }));
  return { searches, rules };
}

/**
 * Takes over searches and rules whose names are not known here. A file may come from anybody, and a rule can throw mail
 * away: rules come switched off, and a person switches them on.
 *
 * @param accounts what the export's accounts are called here, by index
 */
export async function restoreOrder(
  { searches, rules }: Pick<ManifestHead, 'searches' | 'rules'>,
  places: RestoredPlaces,
  accounts: readonly string[],
): Promise<void> {
  for (const search of searches) {
    try {
      await saveSearch(search);
    } catch (error) {
      // One of that name is here, or there are as many as can be shown.
      if (!(error instanceof PlaceRefused)) throw error;
    }
  }
  for (const rule of rules) {
    const known = await readRules();
    if (known.some(({ name }) => name === rule.name)) continue;
    const here = localRule(rule, places, accounts);
    try {
      if (here) await saveRule(here);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
}

/** Null: it names an account that is not here, or nothing is left of what it does. */
function localRule(
  rule: ManifestRule,
  places: RestoredPlaces,
  accounts: readonly string[],
): ManifestRule | null {
  const conditions = rule.conditions.flatMap((condition): typeof rule.conditions => {
    if (condition.kind !== 'account') return [condition];
    const account = accounts[Number(condition.account)];
    return account === undefined ? [] : [{ ...condition, account }];
  });
  const actions = rule.actions.flatMap((action): typeof rule.actions => {
    if (action.kind === 'move') return [{ ...action, folder: places.folder(action.folder) }];
    if (action.kind === 'label') return places.labels([action.label]).map((label) => ({ ...action, label }));
    return [action];
  });
  if (conditions.length < rule.conditions.length || actions.length === 0) return null;
  return { ...rule, on: false, conditions, actions };
}
