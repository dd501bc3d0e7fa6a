import type { CompiledMessage } from 'icu-minify/format';

/** A catalogue as the build has compiled it, or a part of one. */
export interface Catalogue {
  [key: string]: CompiledMessage | Catalogue;
}

const accented: Record<string, string> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'ü',
  y: 'ý',
  z: 'ž',
  A: 'Á',
  C: 'Ç',
  E: 'É',
  I: 'Í',
  N: 'Ñ',
  O: 'Ö',
  S: 'Š',
  U: 'Ü',
  Y: 'Ý',
  Z: 'Ž',
};

/**
 * One message of the pseudo-locale: the text between ⟦ and ⟧ with accented letters, arguments and what they choose as they
 * were. Text that shows up in the interface without the brackets did not come from the catalogue.
 */
export function pseudoMessage(message: CompiledMessage): CompiledMessage {
  const parts = typeof message === 'string' ? [message] : message;
  const accents = parts.map((part) =>
    typeof part === 'string' ? [...part].map((letter) => accented[letter] ?? letter).join('') : part,
  );
  return ['⟦', ...accents, '⟧'];
}

/** A whole catalogue in the pseudo-locale; same keys. */
export function pseudoCatalogue(catalogue: Catalogue): Catalogue {
  const entries = Object.entries(catalogue).map(([key, value]) => [
    key,
    typeof value === 'string' || Array.isArray(value) ? pseudoMessage(value) : pseudoCatalogue(value),
  ]);
  return Object.fromEntries(entries);
}
