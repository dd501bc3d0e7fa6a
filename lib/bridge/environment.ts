import 'server-only';
import { type Config, readConfig } from './config';
import { type Resolve, resolveName } from './guard';
import { type Limits, limits } from './limits';

/** What the bridge stands on, in one place, so that tests can hand it another ground. */
export interface Environment {
  config: Config;
  limits: Limits;
  resolve: Resolve;
}

const shared = globalThis as typeof globalThis & { postbagEnvironment?: Environment };

/**
 * The environment of this process, read at first use and kept (on globalThis: development reloads modules).
 * @throws ConfigError
 */
export function environment(): Environment {
  shared.postbagEnvironment ??= { config: readConfig(process.env), limits, resolve: resolveName };
  return shared.postbagEnvironment;
}

/** Replaces it, before the first request: for tests, which listen on ports and wait for times of their own. */
export function setEnvironment(replacement: Environment): void {
  shared.postbagEnvironment = replacement;
}
