import 'server-only';
import { watchPeers } from './client';
import { ConfigError } from './config';
import { environment } from './environment';
import { endAllLifetimes } from './lifetime';
import { version } from './version';

/** Runs once when the server starts: a wrong setting ends it here, not at the first request of somebody. */
export function startBridge(): void {
  watchPeers();
  try {
    const { config, logger } = environment();
    logger.info({ version, node: process.versions.node }, 'start');
    if (config.origin.protocol === 'https:' && config.trustedProxies.length === 0) {
      logger.warn(
        'POSTBAG_TRUSTED_PROXIES is not set: all who come through the proxy that brings TLS count as one address, and one who guesses passwords makes all of them wait.',
      );
    }
    process.once('exit', () => logger.info('stop'));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
  process.once('SIGTERM', endAllLifetimes);
  process.once('SIGINT', endAllLifetimes);
}
