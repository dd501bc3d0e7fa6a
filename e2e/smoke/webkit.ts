/** `npm run smoke -- webkit`: a first day with Postbag in WebKit, whose engine Safari has. */
import { smoke } from './support/smoke';
import { startWebkit } from './support/webkit';

await smoke(startWebkit, [
  { package: 'webkit2gtk-driver', commands: ['WebKitWebDriver'], why: 'it drives the browser to be tried' },
  { package: 'xvfb', commands: ['Xvfb'], why: 'the screen that the browser wants' },
]);
