import 'server-only';
import { type Client, clientOf } from './client';
import { type Config, readConfig } from './config';
import { type Counters, memoryCounters } from './counters';
import { type Resolve, resolveName } from './guard';
import { type Limits, limits } from './limits';
import { MemoryPlaces, type Places } from './places';

/** What the bridge stands on, in one place, so that tests can hand it another ground. */
export interface Environment {
  config: Config;
  limits: Limits;
  resolve: Resolve;
  /** What the limits remember. */
  counters: Counters;
  places: Places;
}

/** The environment as one request finds it. */
export interface Ground extends Environment {
  client: Client;
}

const shared = globalThis as typeof globalThis & { postbagEnvironment?: Environment };

/**
 * The environment of this process, read at first use and kept (on globalThis: development reloads modules).
 * @throws ConfigError
 */
export function environment(): Environment {
  shared.postbagEnvironment ??= {
    config: readConfig(process.env),
    limits,
    resolve: resolveName,
    counters: memoryCounters(),
    places: new MemoryPlaces(),
  };
  return shared.postbagEnvironment;
}

/** @throws ConfigError */
export function groundOf(request: Request): Ground {
  const shared = environment();
  return { ...shared, client: clientOf(request, shared.config.trustedProxies) };
}

/** Replaces it, before the first request: for tests, which listen on ports and wait for times of their own. */
export function setEnvironment(replacement: Environment): void {
  shared.postbagEnvironment = replacement;
}
