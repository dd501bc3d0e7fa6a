/**
 * The junk filter on other people's test mail: `npm run torture -- junk [--ordinary 2000] [--seed 1]`.
 *
 * Mail of both kinds is cut into halves. A person receives the one half, marks what is junk and reads the rest; then the
 * other half arrives, and what the filter did with it is counted. Then the halves change places, with nothing learned, so
 * that every message is tested once, and never one that has taught. All runs through the store as in the browser.
 *
 * Most of the junk is made to try one rule of a filter (“testing”, with a signature that fails), and some of it says word
 * for word what an ordinary one says: those are counted as `junk_with_twin`, and nobody who reads can tell them apart.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openMessage } from '@/lib/mail/open';
import { type Labelled, labelledMail } from './junk/labelled';
import { ordinaryMail } from './junk/ordinary';
import { type Judged, Person } from './junk/person';
import { wilson } from './junk/wilson';

const { values } = parseArgs({
  options: {
    ordinary: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    explain: { type: 'boolean', default: false },
  },
});

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new Error(`--${option} takes a whole number.`);
  return Number(value);
}

const [count, seed] = [wholeNumber('ordinary', values.ordinary), wholeNumber('seed', values.seed)];
const corpus = await labelledMail();
if (!corpus) {
  console.log(
    'The corpus is not here (POSTBAG_CORPUS, or shared/corpus beside the project): nothing to measure.',
  );
  process.exit(0);
}
const generated = (await ordinaryMail(count, seed)).map(
  (bytes, index): Labelled => ({ name: `generated ${index}`, bytes, junk: false }),
);

/** By turns, in an order that nobody chose: both halves have as many of each kind. */
function halves(mail: readonly Labelled[]): [Labelled[], Labelled[]] {
  const place = ({ name }: Labelled) => createHash('sha256').update(`${seed} ${name}`).digest('hex');
  const mixed = mail.map((one) => ({ one, at: place(one) })).sort((a, b) => (a.at < b.at ? -1 : 1));
  const half = (which: number) => mixed.flatMap(({ one }, index) => (index % 2 === which ? one : []));
  return [half(0), half(1)];
}

const groups = [corpus.filter(({ junk }) => junk), corpus.filter(({ junk }) => !junk), generated].map(halves);
const began = performance.now();
const judged: Judged[] = [];
const taught: { junk: number; good: number }[] = [];
for (const [learns, tests] of [
  [0, 1],
  [1, 0],
] as const) {
  const person = await Person.begin();
  taught.push(await person.teach(groups.flatMap((pair) => pair[learns])));
  judged.push(...(await person.receive(groups.flatMap((pair) => pair[tests]))));
}

/** What a message says, without its numbers. */
async function wordsOf({ bytes }: Labelled): Promise<string> {
  const { headers, text } = await openMessage(bytes);
  const subject = headers.find(({ name }) => name.toLowerCase() === 'subject')?.value ?? '';
  return `${subject} ${text ?? ''}`.replace(/\d+/g, '').replace(/\s+/g, ' ').trim();
}
const ordinaryWords = new Set(await Promise.all(corpus.filter((one) => !one.junk).map(wordsOf)));
const junkWords = await Promise.all(corpus.filter((one) => one.junk).map(wordsOf));
const twins = junkWords.filter((words) => words !== '' && ordinaryWords.has(words)).length;

const isMoved = ({ folder }: Judged) => folder === 'junk';
const junk = judged.filter(({ mail }) => mail.junk);
const good = judged.filter(({ mail }) => !mail.junk);
const real = good.filter(({ mail }) => !mail.name.startsWith('generated'));
const caught = junk.filter(isMoved);
const unsure = (mail: readonly Judged[]) =>
  mail.filter(({ verdict }) => verdict?.verdict === 'unsure').length;
const words = ({ verdict }: Judged) =>
  [verdict?.against, verdict?.inFavour]
    .map((clues) =>
      clues?.map(({ kind, text, spamminess }) => `${kind}:${text} ${spamminess.toFixed(2)}`).join(', '),
    )
    .join(' | ');
const tell = (title: string, mail: readonly Judged[]) => {
  for (const one of mail)
    console.log(
      `${title} ${one.verdict?.score.toFixed(3) ?? '-'} ${one.mail.name}${values.explain ? `: ${words(one)}` : ''}`,
    );
};
tell(
  'missed',
  junk.filter((one) => !isMoved(one)),
);
tell('wrong', good.filter(isMoved));

const recall = wilson(caught.length, junk.length);
const wrong = wilson(good.filter(isMoved).length, good.length);
const wrongReal = wilson(real.filter(isMoved).length, real.length);
const round = (value: number) => Math.round(value * 10_000) / 10_000;
console.log(
  JSON.stringify({
    junk_recall: round(recall.share),
    junk_recall_low: round(recall.low),
    junk_recall_high: round(recall.high),
    junk_false_positive_rate: round(wrong.share),
    junk_false_positive_low: round(wrong.low),
    junk_false_positive_high: round(wrong.high),
    corpus_false_positive_rate: round(wrongReal.share),
    corpus_false_positive_low: round(wrongReal.low),
    corpus_false_positive_high: round(wrongReal.high),
    junk_messages: junk.length,
    junk_with_twin: twins,
    junk_unsure: unsure(junk),
    good_messages: good.length,
    good_unsure: unsure(good),
    good_of_corpus: real.length,
    learned: taught,
    seed,
    seconds: Math.round((performance.now() - began) / 1000),
  }),
);
// The store's channel to other tabs would keep the process.
process.exit(0);
