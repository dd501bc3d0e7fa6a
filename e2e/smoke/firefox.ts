/** `npm run smoke -- firefox`: a first day with Postbag in Firefox. */
import { startFirefox } from './support/firefox';
import { smoke } from './support/smoke';

await smoke(startFirefox, [
  { package: 'firefox-esr', commands: ['firefox-esr', 'firefox'], why: 'it is the browser to be tried' },
]);
