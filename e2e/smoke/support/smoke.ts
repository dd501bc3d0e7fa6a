import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePackages, type Need, thisMachine } from '@/e2e/runner/packages';
import { startApp } from '@/e2e/support/app';
import { startMailServer } from '@/e2e/support/mailServer';
import { sampleMessages } from '@/lib/demo/mailbox';
import { type Browser, Hand } from './driver';

/** So many messages are read, with the servers and without them. */
const some = 10;
/** Where a run that fails leaves a picture of its window. */
const pictures = 'test-results';

/**
 * A first day with Postbag in a browser: the sample account is added, ten messages are read, a PDF file is looked at; then
 * both servers are ended, the page is loaded anew, and ten messages are read once more. Prints a line for each step, and
 * one JSON object at the end; the exit code is 1 when a step fails.
 */
export async function smoke(start: () => Promise<Browser>, needs: readonly Need[]): Promise<void> {
  ensurePackages(thisMachine(), console.log, needs);
  const messages = await sampleMessages(new Date());
  const server = await startMailServer(messages);
  const { address, password, host, port } = server.signIn;
  const app = await startApp({
    caFile: server.caFile,
    pop3Ports: [port],
    environment: {
      POSTBAG_DEMO: JSON.stringify({ address, username: address, password, host, port, security: 'tls' }),
    },
  });
  let servers = true;
  const end = async () => {
    if (!servers) return;
    servers = false;
    await app.stop();
    await server.close();
  };
  const browser = await start().catch(async (error) => {
    await end();
    throw error;
  });
  const hand = new Hand(browser.send);
  try {
    console.log(`${browser.name}: adding the sample account`);
    await hand.goTo(app.origin);
    await hand.press('//button[normalize-space()="Try the sample mailbox"]');
    await hand.see(
      'see all messages',
      `return document.querySelector('[role=status][aria-label="Sync status"]')?.textContent?.includes('${messages.length} messages here')`,
      120_000,
    );
    const read = await readSome(hand);
    console.log(`${read} messages read`);
    const keys = await keysInBody(hand);
    console.log(`keys ${keys ? 'work' : 'do not work'} while the body of a message has the focus`);
    const armed = await deceivingLink(hand, app.origin);
    console.log(`a link that is not what it seems ${armed ? 'can be pressed' : 'leads nowhere'}`);
    // Who hears keys hears presses, and asks before such a link is followed.
    if (armed !== keys) throw new Error('a link that deceives is followed without a question');
    const pdf = await lookAtPdf(hand, app.origin);
    console.log(`a PDF file shows ${JSON.stringify(pdf)}`);
    const lacks = (await hand.run(`
      const has = { trustedTypes: window.trustedTypes, setAppBadge: navigator.setAppBadge, getBattery: navigator.getBattery,
        showSaveFilePicker: window.showSaveFilePicker, connection: navigator.connection, Notification: window.Notification };
      return Object.keys(has).filter((name) => !has[name]);`)) as string[];
    await hand.see('see the service worker', 'return (await navigator.serviceWorker.ready).active !== null');
    await end();
    console.log('both servers are ended');
    await hand.goTo(`${app.origin}/mail`);
    const readOffline = await readSome(hand);
    console.log(`${readOffline} messages read without them`);
    console.log(
      JSON.stringify({
        browser: browser.name,
        messages: messages.length,
        read,
        read_offline: readOffline,
        keys_in_body: keys,
        deceiving_links: armed ? 'asked about' : 'disarmed',
        pdf: pdf.length > 0,
        // What Postbag makes use of where it is there.
        lacks,
      }),
    );
  } catch (error) {
    await mkdir(pictures, { recursive: true });
    const path = join(pictures, 'smoke.png');
    await hand
      .picture()
      .then((png) => writeFile(path, png))
      .then(() => console.error(`The window is in ${path}.`))
      .catch(() => {});
    throw error;
  } finally {
    await browser.close();
    await end();
  }
}

/** The open message's heading, once its body is there; null until then. */
const openedMessage = `
  const article = document.querySelector('article[aria-label="Message"]');
  if (article?.getAttribute('aria-busy') !== 'false') return null;
  const heading = article.querySelector('h2')?.textContent;
  const frame = article.querySelector('iframe[title="Message body"]');
  if (!frame) return heading;
  const body = frame.contentDocument?.body;
  return frame.clientHeight > 0 && body?.innerHTML ? heading : null;`;

async function readSome(hand: Hand): Promise<number> {
  await hand.press('//*[@role="row"][@aria-rowindex="1"]//a');
  const seen: string[] = [await hand.see<string>('open the first message', openedMessage)];
  while (seen.length < some) {
    const before = JSON.stringify(seen.at(-1));
    await hand.press('//button[@aria-label="Older message"]');
    seen.push(
      await hand.see<string>(
        `open message ${seen.length + 1}`,
        `const heading = await (async () => {${openedMessage}})(); return heading !== ${before} && heading;`,
      ),
    );
  }
  return seen.length;
}

/** Whether "k" goes back to the message before while the frame of one has the focus. */
async function keysInBody(hand: Hand): Promise<boolean> {
  const framed = `return document.querySelector('article[aria-label="Message"] iframe') !== null`;
  while (!(await hand.run(framed))) {
    const before = JSON.stringify(await hand.see<string>('see the message', openedMessage));
    await hand.press('//button[@aria-label="Newer message"]');
    await hand.see(
      'go back one message',
      `const heading = await (async () => {${openedMessage}})(); return heading !== ${before} && heading;`,
    );
  }
  const before = JSON.stringify(await hand.run('return location.search'));
  await hand.run(`
    const { contentDocument } = document.querySelector('article[aria-label="Message"] iframe');
    contentDocument.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));`);
  return hand
    .see<boolean>('go on by a key', `return location.search !== ${before}`, 3_000)
    .catch(() => false);
}

/**
 * Whether the link of the sample's swindler can be pressed in the message; in either case the list of such links, above the
 * message, can open it.
 */
async function deceivingLink(hand: Hand, origin: string): Promise<boolean> {
  await hand.goTo(`${origin}/mail?folder=inbox&q=${encodeURIComponent('subject:suspended')}`);
  await hand.press('//*[@role="row"]//a');
  await hand.see('open the message of the swindler', openedMessage);
  const armed = await hand.run(`
    const frame = document.querySelector('article[aria-label="Message"] iframe[title="Message body"]');
    return frame.contentDocument.links.length > 0;`);
  await hand.press('//button[normalize-space()="Show links"]');
  await hand.see(
    'be offered the link',
    `return [...document.querySelectorAll('[role="dialog"] button')].some(({ textContent }) => textContent === 'Open it anyway')`,
  );
  return armed === true;
}

/** Opens a PDF file that the sample has, and gives the words of its first page. */
async function lookAtPdf(hand: Hand, origin: string): Promise<string> {
  await hand.goTo(`${origin}/mail?folder=inbox&q=${encodeURIComponent('filename:table-plan.pdf')}`);
  await hand.press('//*[@role="row"]//a');
  await hand.see('open the message with the file', openedMessage);
  await hand.press('//button[.//bdi[normalize-space()="table-plan.pdf"]]');
  const words = await hand.see<string>(
    'see the document',
    `const page = document.querySelector('canvas[aria-label="Page 1"]');
     const context = page?.getContext('2d');
     const drawn = context && context.getImageData(0, 0, page.width, page.height).data.some((part, at) => at % 4 !== 3 && part < 128);
     return drawn && document.querySelector('.pdf-words span')?.textContent;`,
  );
  await hand.press('//button[@aria-label="Close"]');
  return words;
}
