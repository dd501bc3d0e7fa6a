/**
 * Searches compared with reading everything: `npm run torture -- search [--cases 10000] [--seed N]`.
 *
 * A case is one random query on one random mailbox, asked of the index in IndexedDB and by a scan of all documents. Mail
 * arrives, moves and is deleted, the index is built in pieces, merged and rebuilt, and its worker dies at any transaction.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { eventCase, queryCase } from '../support/searchEvents';
import { runCase } from '../support/searchWorld';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${option} takes a whole number.`);
  return Number(value);
}

const wanted = wholeNumber('cases', values.cases);
const seed = wholeNumber('seed', values.seed);
/** Mailboxes between two signs of life. */
const batch = 10;

console.log(`seed ${seed}, ${wanted} cases`);
const began = performance.now();
let [cases, mailboxes, kills, batches] = [0, 0, 0, 0];
let failure: string | null = null;
while (cases < wanted && failure === null) {
  const property = fc.asyncProperty(
    fc.array(eventCase, { minLength: 1, maxLength: 20 }),
    fc.array(queryCase, { minLength: 4, maxLength: 8 }),
    async (events, queries) => {
      const wrong = await runCase(events, queries);
      if (wrong !== null) throw new Error(wrong);
      mailboxes += 1;
      // After each event, and at last.
      cases += queries.length * (events.length + 1);
      kills += events.filter(({ kind }) => kind === 'kill').length;
    },
  );
  const outcome = await fc.check(property, { numRuns: batch, seed: seed + batches });
  if (outcome.failed) failure = `seed ${seed + batches}\n${fc.defaultReportMessage(outcome) ?? ''}`;
  batches += 1;
  if (batches % 5 === 0) console.log(`${cases} cases in ${mailboxes} mailboxes`);
}
if (failure !== null) console.error(`\n${failure}`);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(JSON.stringify({ cases, mailboxes, kills, seed, failures: failure === null ? 0 : 1, seconds }));
// The store's channel to other tabs would keep the process.
process.exit(failure === null ? 0 : 1);
