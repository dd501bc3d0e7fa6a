import fc from 'fast-check';
import { documentCase, folderNames, ownLabels, queryCase } from './searchCases';

/** What happens to a mailbox and its index, one after the other. */
export type Event =
  | { kind: 'arrive'; mail: readonly MailCase[] }
  | { kind: 'delete'; which: readonly number[] }
  | ({ kind: 'mark'; which: readonly number[] } & MarkCase)
  /** So many pieces of work. */
  | { kind: 'work'; steps: number }
  /** The worker dies at its n-th transaction from here. */
  | { kind: 'kill'; transactions: number }
  | { kind: 'rebuild' }
  /** A day goes by. */
  | { kind: 'day' };

export interface MarkCase {
  folder: (typeof folderNames)[number];
  unread: boolean;
  starred: boolean;
  /** All that it bears then. */
  labels: (typeof ownLabels)[number][];
}

export type MailCase = typeof documentCase extends fc.Arbitrary<infer Case> ? Case : never;

const which = fc.array(fc.nat(60), { minLength: 1, maxLength: 6 });
export const eventCase: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('arrive' as const),
      mail: fc.array(documentCase, { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      which,
      folder: fc.constantFrom(...folderNames),
      unread: fc.boolean(),
      starred: fc.boolean(),
      labels: fc.subarray([...ownLabels]),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('work' as const), steps: fc.integer({ min: 1, max: 6 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('kill' as const),
      transactions: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Event>({ kind: 'rebuild' }) },
  { weight: 1, arbitrary: fc.constant<Event>({ kind: 'day' }) },
);
export { queryCase };
