/**
 * Hostile and deceiving mail of the corpus against the reader, in real Chromium: `npm run torture -- reading`. The last
 * line is JSON; the exit code is 0 when nothing ran, nothing was loaded, no spoof was missed and few false alarms were given.
 */
import { corpusFolder } from '@/e2e/support/corpus';
import { escapesInApp } from './support/reading/app';
import { escapes } from './support/reading/chromium';
import { bodyPayloads } from './support/reading/payloads';
import { spoofMail } from './support/reading/spoofMail';
import { falseAlarms, missedSpoofs } from './support/reading/spoofs';

/** Of honest mail, at most so much is warned about. */
const tolerable = 0.02;

const folder = corpusFolder();
if (folder === null) throw new Error('There is no corpus: set POSTBAG_CORPUS to a folder of test messages.');
const payloads = (port: number) => bodyPayloads(folder, port);

let shown = 0;
let executed = 0;
let remoteLoads = 0;
for (const layers of ['all', 'no-sanitiser', 'no-frame'] as const) {
  const found = await escapes(payloads, layers);
  console.log(`${layers}: ${JSON.stringify(found)}`);
  shown += found.payloads;
  executed += found.executed.length + found.dialogs.length;
  remoteLoads += found.loaded.length + found.opened.length;
}
const inApp = await escapesInApp(payloads, await spoofMail(folder));
console.log(
  `in names, subjects, file names, quotes, parts, links and what servers say: ${JSON.stringify(inApp)}`,
);
executed += inApp.executed.length + inApp.dialogs.length;
remoteLoads += inApp.loaded.length + inApp.opened.length;

const spoofs = await missedSpoofs(folder);
for (const missed of spoofs.missed) console.log(`missed: ${missed}`);
for (const missed of inApp.missed) console.log(`missed in the app: ${missed}`);
const alarms = await falseAlarms(folder);
for (const [name, said] of alarms.warned) console.log(`warned: ${name}: ${said.join('; ')}`);
const rate = alarms.warned.size / alarms.messages;

console.log(
  JSON.stringify({
    payloads: shown,
    executed,
    remote_loads: remoteLoads,
    messages_in_app: inApp.messages,
    files_pressed: inApp.files,
    spoofs: spoofs.rows,
    missed_spoofs: spoofs.missed.length + inApp.missed.length,
    honest_messages: alarms.messages,
    false_alarm_rate: Math.round(rate * 10_000) / 10_000,
  }),
);
process.exitCode =
  executed + remoteLoads + spoofs.missed.length + inApp.missed.length > 0 || rate > tolerable ? 1 : 0;
