import en from '@/components/i18n/en.json';
import type { TroubleCode } from '@/lib/sync/status';

/** A code whose title and hint stand in the catalogue; one that a newer bridge invented is told as `internal`. */
export function knownCode(code: string): TroubleCode {
  return Object.hasOwn(en.problems, code) ? (code as TroubleCode) : 'internal';
}
