import { z } from 'zod';

/** Longest address by RFC 5321 §4.5.3.1: 64 before the @, 255 behind it. */
const maxAddress = 320;

/** `POST /api/discovery` */
export const discoveryRequest = z.strictObject({
  address: z
    .string()
    .max(maxAddress)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is kept out
    .regex(/^[^\u0000-\u0020\u007f]+@[^\u0000-\u0020\u007f@]+$/),
});
export type DiscoveryRequest = z.infer<typeof discoveryRequest>;

/** A server as settings name it. Without TLS none is ever offered. */
export interface FoundServer {
  host: string;
  port: number;
  security: 'tls' | 'starttls';
  username: string;
}

/**
 * Who said so, the most trustworthy first. `table`: Postbag's own table of providers. `autoconfig`: the domain's settings
 * file, by https. `ispdb`: the operator's database of providers. `exchanger`: table or database, for the provider that
 * takes the domain's mail in (MX). `srv`: the domain's SRV records (RFC 6186, 8314). `autodiscover`: the domain's Exchange
 * server. `plain_autoconfig`: the settings file, unprotected on its way. `tried`: a server of a usual name that answered.
 */
export const discoverySources = [
  'table',
  'autoconfig',
  'ispdb',
  'exchanger',
  'srv',
  'autodiscover',
  'plain_autoconfig',
  'tried',
] as const;
export type DiscoverySource = (typeof discoverySources)[number];

export interface FoundSettings {
  incoming: FoundServer;
  /** For sending; null: nothing was said of it. */
  outgoing: FoundServer | null;
  source: DiscoverySource;
  /** The host, or the name of the provider, that said it. */
  from: string;
}

/**
 * What people have to know of a provider before a sign-in can work. `app_password`: the account's own password is
 * refused. `switch_on`: POP3 is off until somebody switches it on in the web mail. `own_password`: mail programs have a
 * password of their own there. `provider_sign_in`: no password works, only the provider's own page (OAuth 2).
 * `paid`: not in free accounts. `no_pop3`: there is none.
 */
export type ProviderNeed =
  | 'app_password'
  | 'switch_on'
  | 'own_password'
  | 'provider_sign_in'
  | 'paid'
  | 'no_pop3';

export interface ProviderNote {
  name: string;
  needs: ProviderNeed[];
  /** The provider's own page about it, https. */
  help: string;
}

export interface DiscoveryAnswer {
  /** The best first; empty: nothing was found. Each server once. */
  found: FoundSettings[];
  provider: ProviderNote | null;
  /** Somebody was asked; false: there was nobody to ask, or the operator does not want it. */
  searched: boolean;
}
