import type { RefusalClass } from './errors';

/** Response codes are case-insensitive; the levels of a hierarchical one are parted by `/` (RFC 2449 §8). */
const known: Record<string, RefusalClass> = {
  /** RFC 2449 §8.1.1 */
  'LOGIN-DELAY': 'delay',
  /** RFC 2449 §8.1.2 */
  'IN-USE': 'busy',
  /** RFC 3206 §4: the one code that speaks of the credentials. */
  AUTH: 'auth',
  /** RFC 3206 §4 */
  'SYS/TEMP': 'temporary',
  'SYS/PERM': 'permanent',
};

/** The code at the start of a status line's text, in upper case; null where there is none (RFC 2449 §8). */
export function responseCodeOf(text: string): string | null {
  const code = /^\s*\[([\x21-\x5c\x5e-\x7e]{1,64})\]/.exec(text)?.[1];
  return code === undefined ? null : code.toUpperCase();
}

/**
 * What a code means. A code that nobody knows says nothing, so the caller's `otherwise` stands; of an unknown detail
 * (`SYS/FOO`, `AUTH/FOO`) the first level still counts, and a system error of unknown kind is taken to pass.
 */
export function classOfResponseCode(code: string | null, otherwise: RefusalClass): RefusalClass {
  if (code === null) return otherwise;
  const exact = Object.hasOwn(known, code) ? known[code] : undefined;
  if (exact !== undefined) return exact;
  const level = code.split('/')[0] ?? '';
  if (level === 'SYS') return 'temporary';
  return (Object.hasOwn(known, level) ? known[level] : undefined) ?? otherwise;
}
