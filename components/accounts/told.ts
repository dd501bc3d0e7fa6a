import doctor from '@/components/i18n/doctor.json';
import setup from '@/components/i18n/setup.json';
import { knownCode } from '@/components/ui/problems';
import type { Trouble } from '@/lib/sync/status';

const { causes } = doctor;
const { consent } = setup;

/**
 * Where title and hint of a problem stand in the catalogue: with its cause where that is known, else with its code. The
 * words of causes come with DoctorTexts, those of what a sign-in alone can meet with SetupTexts.
 */
export function toldAs({ code, cause }: Pick<Trouble, 'code' | 'cause'>) {
  if (cause !== undefined && isKeyOf(causes, cause)) return `causes.${cause}` as const;
  return isKeyOf(consent, code) ? (`consent.${code}` as const) : (`problems.${knownCode(code)}` as const);
}

const isKeyOf = <Table extends object>(table: Table, key: string): key is keyof Table & string =>
  Object.hasOwn(table, key);
