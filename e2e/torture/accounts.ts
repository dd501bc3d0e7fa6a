/**
 * Adding accounts: `npm run torture -- accounts`. Every way in which it fails, made for real, with the sentence that the
 * person reads first; every source of settings against local servers; and the time from an empty browser, an address and a
 * password to the first message that is read, in real Chromium. The last line is JSON; the exit code is 0 when every
 * failure is told in the words that are meant for it, and the rest works within a minute.
 */
import { makeFailures } from './accounts/failures';
import { secondsToFirstMail } from './accounts/firstMail';
import { workingSources } from './accounts/sources';

const rows = await makeFailures();
console.log('| failure | what is read first | what the doctor finds |\n|---|---|---|');
for (const { kind, sentence, doctor, explained } of rows)
  console.log(`| ${kind} | ${sentence}${explained ? '' : ' (NOT MEANT FOR THIS)'} | ${doctor ?? ''} |`);
const sources = await workingSources();
console.log(`\nsources: ${sources.join(', ')}`);
const seconds = await secondsToFirstMail();

const unexplained = rows.filter(({ explained }) => !explained);
console.log(
  JSON.stringify({
    failures: rows.length,
    unexplained: unexplained.length,
    sources: sources.length,
    seconds_to_first_mail: seconds,
  }),
);
process.exit(unexplained.length > 0 || rows.length < 22 || sources.length < 6 || seconds > 60 ? 1 : 0);
