import { announce } from '../changes';
import { tx } from '../database';
import type { JunkSenderRecord, JunkSwitch } from '../records/junk';

/**
 * An address or `@domain` as it is stored: nobody means two people by `Ada@` and `ada@`, or two domains by
 * `bücher.example` and `xn--bcher-kva.example`, which mail bears. Null: it is neither.
 */
export function senderKey(text: string): string | null {
  const key = inAscii(text);
  if (key.length > 320 || /[\s<>,;"]/.test(key)) return null;
  const domain = /^(?:[^@]+)?@([^@]+)$/.exec(key)?.[1] ?? (/^[^@]+\.[^@.]+$/.test(key) ? key : null);
  if (domain === null || !/^[^.]+(?:\.[^.]+)+$/.test(domain)) return null;
  return key.includes('@') ? key : `@${key}`;
}

/** In small letters, its domain as servers write it (UTS #46). */
function inAscii(text: string): string {
  const key = text.trim().toLowerCase().normalize('NFC');
  const at = key.lastIndexOf('@') + 1;
  const domain = key.slice(at);
  // Signs of an address of the web would be taken for its port or its path.
  if (/^\p{ASCII}*$/u.test(domain) || /[\s/?#:%\\[\]]/.test(domain)) return key;
  try {
    return key.slice(0, at) + new URL(`http://${domain}`).hostname;
  } catch {
    return key;
  }
}

/** All choices, in alphabetical order. */
export function junkSenders(): Promise<JunkSenderRecord[]> {
  return tx(['junkSenders'], 'readonly', (t) => t.objectStore('junkSenders').getAll());
}

/** What is chosen for whom. Those of earlier versions may be stored as people read them. */
export const chosenOf = (records: readonly JunkSenderRecord[]): Map<string, JunkSenderRecord['verdict']> =>
  new Map(records.map(({ who, verdict }) => [inAscii(who), verdict]));

/**
 * @param verdict null: nothing is chosen for them any more
 * @returns what was chosen before
 */
export async function chooseJunkSender(
  who: string,
  verdict: JunkSenderRecord['verdict'] | null,
): Promise<JunkSenderRecord['verdict'] | null> {
  const key = senderKey(who);
  if (key === null) throw new RangeError('neither an address nor a domain');
  const before = await tx(['junkSenders'], 'readwrite', async (t) => {
    const store = t.objectStore('junkSenders');
    const same = (await store.getAll()).filter((record) => inAscii(record.who) === key);
    for (const record of same) await store.delete(record.who);
    if (verdict !== null) await store.put({ who: key, verdict });
    return chosenOf(same).get(key) ?? null;
  });
  announce({ kind: 'junk' });
  return before;
}

/**
 * What is chosen for a sender: the address goes before its domain, a domain before the one above it.
 *
 * @param chosen from `chosenOf`
 */
export function choiceFor(
  address: string,
  chosen: ReadonlyMap<string, JunkSenderRecord['verdict']>,
): JunkSenderRecord['verdict'] | null {
  const key = inAscii(address);
  const own = chosen.get(key);
  if (own) return own;
  const labels = key.replace(/^.*@/, '').split('.');
  for (let from = 0; from < labels.length - 1; from += 1) {
    const found = chosen.get(`@${labels.slice(from).join('.')}`);
    if (found) return found;
  }
  return null;
}

export type JunkSettings = Readonly<Record<JunkSwitch, boolean>>;

export function junkSettings(): Promise<JunkSettings> {
  return tx(['meta'], 'readonly', async (t) => {
    const on = async (key: JunkSwitch) => ((await t.objectStore('meta').get(key))?.value ?? 1) === 1;
    return { junkFilter: await on('junkFilter'), junkServer: await on('junkServer') };
  });
}

export async function setJunkSetting(key: JunkSwitch, on: boolean): Promise<void> {
  await tx(['meta'], 'readwrite', (t) => t.objectStore('meta').put({ key, value: on ? 1 : 0 }));
  announce({ kind: 'junk' });
}
