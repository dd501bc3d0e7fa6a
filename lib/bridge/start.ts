import 'server-only';
import { watchPeers } from './client';
import { ConfigError } from './config';
import { drain } from './drain';
import { environment } from './environment';
import { version } from './version';

/** Runs once when the server starts: a wrong setting ends it here, not at the first request of somebody. */
export async function startBridge(): Promise<void> {
  watchPeers();
  let withinMs = 0;
  try {
    const { config, logger } = environment();
    logger.info({ version, node: process.versions.node }, 'start');
    if (config.origin.protocol === 'https:' && config.trustedProxies.length === 0) {
      logger.warn(
        'POSTBAG_TRUSTED_PROXIES is not set: all who come through the proxy that brings TLS count as one address, and one who guesses passwords makes all of them wait.',
      );
    }
    process.once('exit', () => logger.info('stop'));
    withinMs = config.shutdownMs;
    if (config.metricsToken !== null) (await import('./metrics')).startMetrics();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
  // lib/build/serve.mjs hears the signals, and knows the sockets. `next dev` waits for nobody, and cuts them.
  (globalThis as typeof globalThis & { postbagDrain?: () => Promise<void> }).postbagDrain = () =>
    drain(withinMs);
}
