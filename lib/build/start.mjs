import { serverProgram, UserError } from './paths.mjs';
import { node } from './processes.mjs';

/** iron-session refuses shorter ones. */
const shortestSecret = 32;
const makeSecret = `node -e "console.log(require('crypto').randomBytes(32).toString('base64url'))"`;

/**
 * Names are looked up, and keys derived, on libuv's threads, of which there are four: name servers that say nothing would
 * take them all. To be set before the process starts.
 */
const threads = { UV_THREADPOOL_SIZE: '64' };

/**
 * Where to listen, from HOST and PORT. Loopback unless told otherwise: behind a reverse proxy that is right, and
 * elsewhere nobody should be reachable by accident.
 *
 * @param {NodeJS.Dict<string>} env
 * @param {number} [usual] the port when none is given
 * @returns {{ host: string, port: number }}
 */
export function listenAddress(env, usual = 3000) {
  const port = env.PORT ? Number(env.PORT) : usual;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UserError(`PORT is “${env.PORT}”.`, 'Give a number from 1 to 65535.');
  }
  return { host: env.HOST || '127.0.0.1', port };
}

/**
 * Checks what production requires; the bridge checks the rest itself.
 *
 * @param {NodeJS.Dict<string>} env
 * @returns {{ origin: URL }}
 */
export function productionSettings(env) {
  const missing = ['POSTBAG_ORIGIN', 'POSTBAG_SECRET'].filter((name) => !env[name]);
  if (missing.length > 0) {
    throw new UserError(
      `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set; production needs both.`,
      [
        'POSTBAG_ORIGIN is the address at which people reach Postbag, for instance https://mail.example.org',
        `POSTBAG_SECRET seals the sessions; make one, keep it, and give it at every start:\n  ${makeSecret}`,
        'Only want to look? npm run demo needs neither.',
      ].join('\n'),
    );
  }
  const secrets = (env.POSTBAG_SECRET ?? '').split(',').map((secret) => secret.trim());
  if (secrets.some((secret) => secret.length < shortestSecret)) {
    throw new UserError(
      `POSTBAG_SECRET holds a secret of fewer than ${shortestSecret} characters.`,
      `Make a better one:\n  ${makeSecret}`,
    );
  }
  return originOf(env.POSTBAG_ORIGIN ?? '');
}

/** @param {string} text @returns {{ origin: URL }} */
function originOf(text) {
  const origin = URL.canParse(text) ? new URL(text) : null;
  if (!origin || !/^https?:$/.test(origin.protocol) || origin.origin !== text.replace(/\/$/, '')) {
    throw new UserError(
      `POSTBAG_ORIGIN is “${text}”, which is no origin.`,
      'Give scheme, host and port alone, in lower case, for instance https://mail.example.org or http://localhost:3000',
    );
  }
  const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(origin.hostname);
  if (origin.protocol === 'http:' && !loopback) {
    throw new UserError(
      `POSTBAG_ORIGIN is “${text}”, plain http: browsers refuse our Secure cookies there, so nobody could sign in.`,
      'Put TLS in front of Postbag and give the https address.',
    );
  }
  return { origin };
}

/**
 * Starts the production server on HOST and PORT and stays until it ends.
 *
 * @param {() => Promise<void>} prepare dependencies and build; run after the settings were found good
 * @returns {Promise<number>} its exit code
 */
export async function startProduction(prepare) {
  const { host, port } = listenAddress(process.env);
  const { origin } = productionSettings(process.env);
  await prepare();
  console.log(`Postbag is reached at ${origin.origin} and listens on ${host}, port ${port}.`);
  return node([serverProgram], { HOST: host, PORT: String(port), ...threads });
}
