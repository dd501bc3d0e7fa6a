import 'server-only';
import { watchPeers } from './client';
import { ConfigError } from './config';
import { environment } from './environment';
import { endAllLifetimes } from './lifetime';

/** Runs once when the server starts: a wrong setting ends it here, not at the first request of somebody. */
export function startBridge(): void {
  watchPeers();
  try {
    environment();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
  process.once('SIGTERM', endAllLifetimes);
  process.once('SIGINT', endAllLifetimes);
}
