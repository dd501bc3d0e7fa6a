import { expect, it } from 'vitest';
import { maxWanted } from '@/lib/contract/constants';
import { Portions, usual } from './portions';

const mail = (count: number, name = 'uidl-') =>
  Array.from({ length: count }, (_, index) => ({ number: index + 1, uidl: `${name}${index}`, octets: 1 }));

it('asks for more after a session that was quick, and never for more than the bridge takes', () => {
  const portions = new Portions();
  const wanted = mail(20_000);
  expect(portions.next(wanted)).toEqual(wanted.slice(0, usual));

  portions.heard(usual, 10_000, true);
  expect(portions.next(wanted)).toHaveLength(2 * usual);

  portions.heard(2 * usual, 1_000, true);
  expect(portions.next(wanted)).toHaveLength(maxWanted);
  expect(portions.next(mail(7))).toHaveLength(7);
});

it('asks for less again where a session was slow, or broke', () => {
  const portions = new Portions();
  const wanted = mail(20_000);
  portions.heard(usual, 1_000, true);
  portions.heard(maxWanted, 60_000, true);
  expect(portions.next(wanted)).toHaveLength(usual);

  portions.heard(usual, 1_000, true);
  portions.heard(maxWanted, 1_000, false);
  expect(portions.next(wanted)).toHaveLength(usual);
});

it('learns nothing from a session of a few messages', () => {
  const portions = new Portions();
  portions.heard(3, 1, true);
  expect(portions.next(mail(20_000))).toHaveLength(usual);
});

it('asks for as many as before where names are so long that a larger request would be refused', () => {
  const portions = new Portions();
  portions.heard(usual, 1_000, true);
  expect(portions.next(mail(20_000, 'n'.repeat(1_000)))).toHaveLength(usual);
});
