import 'server-only';
import { type Client, clientOf } from './client';
import { type Config, readConfig } from './config';
import { type Counters, memoryCounters } from './counters';
import { type Limits, limits } from './limits';
import { type Logger, makeLogger, RequestLine, routeOf } from './log';
import { MemoryPlaces, type Places } from './places';
import { makeRecords, makeResolve, type Records, type Resolve } from './resolve';
import { SessionLog } from './sessionLog';
import { MemoryShares, type Shares } from './shares';

/** What the bridge stands on, in one place, so that tests can hand it another ground. */
export interface Environment {
  config: Config;
  limits: Limits;
  resolve: Resolve;
  records: Records;
  /** What the limits remember. */
  counters: Counters;
  places: Places;
  shares: Shares;
  logger: Logger;
}

/** The environment as one request finds it. */
export interface Ground extends Environment {
  client: Client;
  /** What is sent to mail servers for it. */
  log: SessionLog;
  /** Its line in the operator's log. */
  line: RequestLine;
}

const shared = globalThis as typeof globalThis & { postbagEnvironment?: Environment };

/**
 * The environment of this process, read at first use and kept (on globalThis: development reloads modules).
 * @throws ConfigError
 */
export function environment(): Environment {
  if (shared.postbagEnvironment) return shared.postbagEnvironment;
  const config = readConfig(process.env);
  shared.postbagEnvironment = {
    config,
    limits,
    resolve: makeResolve(limits, config.nameServers),
    records: makeRecords(limits, config.nameServers),
    counters: memoryCounters(),
    places: new MemoryPlaces(),
    shares: new MemoryShares(),
    logger: makeLogger(config),
  };
  return shared.postbagEnvironment;
}

/** @throws ConfigError */
export function groundOf(request: Request): Ground {
  const shared = environment();
  const { config, logger } = shared;
  return {
    ...shared,
    client: clientOf(request, config.trustedProxies),
    log: new SessionLog(),
    line: new RequestLine(logger, request.method, routeOf(request.url), config.logHosts),
  };
}

/** Replaces it, before the first request: for tests, which listen on ports and wait for times of their own. */
export function setEnvironment(replacement: Environment): void {
  shared.postbagEnvironment = replacement;
}
