import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { originOf, startBridge } from './bridgeProcess';
import { storedCertificate } from './certificates';
import { demoOptions } from './options';
import { startPop3Server } from './pop3Server';
import { nextFreePort } from './ports';
import { keepSampleState, sampleMaildrop, sampleSignIn, sampleState } from './sample';
import { storedSecret } from './secret';

/**
 * `npm run demo`: the bridge and a POP3 server with a sample mailbox, both on loopback. The bridge trusts the server's
 * throw-away authority and may dial `localhost`; it is otherwise the bridge that runs in production.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.postbag');

async function main(): Promise<number> {
  const options = demoOptions(process.argv.slice(2), { PORT: process.env.PORT });
  const secret = await storedSecret(folder);
  const certificate = await storedCertificate(folder);
  const state = await sampleState(folder, Date.now());
  const sample = await sampleMaildrop(new Date(state.dated), options.freshSeconds);
  const { username, password } = sampleSignIn(0);
  const pop3 = await startPop3Server({
    users: [{ username, password, maildrop: sample.maildrop }],
    certificate: certificate.certificate,
    key: certificate.key,
    port: state.port,
  });
  await keepSampleState(folder, { port: pop3.port, dated: state.dated });
  const signIn = sampleSignIn(pop3.port);
  const port = await nextFreePort(options.port);
  const interrupted = Promise.race([
    once(process, 'SIGINT'),
    once(process, 'SIGTERM'),
    once(process, 'SIGHUP'),
  ]).then(() => null);
  // What the bridge prints while it starts is of interest only when it fails; afterwards all of it is.
  let starting = '';
  let ready = false;
  try {
    const started = startBridge({
      root,
      port,
      environment: {
        POSTBAG_SECRET: secret,
        POSTBAG_ORIGIN: originOf(port),
        POSTBAG_LOG_LEVEL: 'warn',
        POSTBAG_POP3_PORTS: `110,995,${pop3.port}`,
        POSTBAG_ALLOW_PRIVATE_HOSTS: signIn.host,
        POSTBAG_CA_FILE: certificate.authorityFile,
        POSTBAG_DEMO: JSON.stringify(signIn),
      },
      output(text) {
        if (ready) process.stderr.write(text);
        else starting += text;
      },
    });
    // Ctrl-C reaches the bridge as well: then its end is no failure.
    const bridge = await Promise.race([started, interrupted]).catch((error: Error) => {
      throw new Error(`${error.message}\n${starting}`);
    });
    if (bridge === null) {
      await started.then((late) => late.stop()).catch(() => {});
      return 0;
    }
    ready = true;
    if (port !== options.port) console.log(`\n  Port ${options.port} is taken; using ${port}.`);
    console.log(welcome(bridge.origin, signIn, options.freshSeconds));
    const end = await Promise.race([interrupted, bridge.ended]);
    await bridge.stop();
    if (end === null) return 0;
    console.error(`\nThe bridge has ended (${end}), and so does the demonstration.\n`);
    return 1;
  } finally {
    sample.stop();
    await pop3.close();
  }
}

function welcome(origin: string, signIn: ReturnType<typeof sampleSignIn>, freshSeconds: number): string {
  return `
  Postbag is ready.  Open  ${origin}

  Choose "Try the sample mailbox", or sign in by hand:

    Email address   ${signIn.address}
    Password        ${signIn.password}
    POP3 server     ${signIn.host}, port ${signIn.port}, TLS

  A fresh message arrives every ${freshSeconds} seconds. Ctrl-C ends both servers.
`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
