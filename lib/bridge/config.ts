import 'server-only';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { z } from 'zod';
import { type DemoAnswer, security } from '@/lib/contract/routes';
import { type AddressRange, parseRange } from './client';
import { normaliseHost } from './host';
import { jsonSetting } from './jsonSetting';
import { google, microsoft, ownProviders, type Provider } from './oauth/providers';
import { unsafePlaintext, unsafePop3Port, unsafeSecret } from './unsafe';

/** What the operator decides, read once from the environment. */
export interface Config {
  /** Sealing keys, newest first: the first one seals, all of them open. */
  secrets: readonly [string, ...string[]];
  /** Scheme, host and port at which people reach the bridge, e.g. `https://mail.example.org`. */
  origin: URL;
  pop3Ports: ReadonlySet<number>;
  /** Ports for submission; never 25, which is for servers among themselves. */
  smtpPorts: ReadonlySet<number>;
  /** Normalised names and addresses that may be dialled although they are private. */
  allowPrivateHosts: ReadonlySet<string>;
  /** `host:port` of web servers from which images may come although they are private, or on another port than 443. */
  allowPrivateWeb: ReadonlySet<string>;
  /** The only mail hosts that may be dialled; null: any public one. */
  allowHosts: ReadonlySet<string> | null;
  /** Name servers that are asked in place of the system's, `address:port`. */
  nameServers: readonly string[] | undefined;
  /** Settings may be looked for at the domain of an address. */
  discovery: boolean;
  /** Where a database of providers answers `GET {it}{domain}` in the autoconfig format; null: none is asked. */
  ispdb: URL | null;
  /** Proxies whose `X-Forwarded-For` counts. */
  trustedProxies: readonly AddressRange[];
  /** Accounts may pin a certificate that does not hold otherwise. */
  allowPins: boolean;
  /** The operator's half of the consent to passwords without TLS; the user's half is security 'none'. */
  allowPlaintext: boolean;
  logLevel: 'silent' | 'error' | 'warn' | 'info';
  /** Mail hosts may stand in the log. */
  logHosts: boolean;
  /** Trusted authorities for TLS, in PEM. */
  authorities: readonly string[];
  /** On the way down running transfers get so long to end and to be settled, in milliseconds. */
  shutdownMs: number;
  /** The bearer token that opens `/metrics`; null: there are none. */
  metricsToken: string | null;
  /** Providers at whose own page people may sign in (OAuth 2). */
  oauth: readonly Provider[];
  /** The sample account; null outside of the demonstration. */
  demo: DemoAnswer | null;
}

/** What is wrong with the environment, one line for each setting: for the operator's console, never for an answer. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The bridge cannot start:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const list = (value: string) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const hosts = z.string().transform((value, context) =>
  list(value).map((entry) => {
    const host = normaliseHost(entry);
    if (host) return host.text;
    const hint =
      entry.includes('*') || entry.includes('/') ? ': every one is to be named, without patterns' : '';
    context.addIssue({ code: 'custom', message: `"${entry}" is neither a host name nor an address${hint}` });
    return entry;
  }),
);

const webServers = z.string().transform((value, context) =>
  list(value).map((entry) => {
    const [, name = '', port = ''] = /^(.*):([1-9]\d{0,4})$/.exec(entry) ?? [];
    const host = normaliseHost(name);
    if (host && Number(port) <= 65535) return `${host.text}:${port}`;
    context.addIssue({
      code: 'custom',
      message: `"${entry}" is not a host and a port, such as wiki.lan:443`,
    });
    return entry;
  }),
);

/** An address, or one with a port: `192.0.2.53`, `127.0.0.1:5353`, `[2001:db8::53]:53`. */
const nameServers = z.string().transform((value, context) =>
  list(value).map((entry) => {
    const [, bracketed, bare = entry, port = '53'] =
      /^(?:\[([^\]]+)\]|([^:]+))(?::([1-9]\d{0,4}))?$/.exec(entry) ?? [];
    const host = normaliseHost(bracketed ?? bare);
    if (host?.kind === 'address' && Number(port) <= 65535)
      return host.text.includes(':') ? `[${host.text}]:${port}` : `${host.text}:${port}`;
    context.addIssue({ code: 'custom', message: `"${entry}" is no address of a name server` });
    return entry;
  }),
);

const ports = z.string().transform((value, context) => {
  const numbers = list(value).map((entry) => (/^[1-9]\d{0,4}$/.test(entry) ? Number(entry) : Number.NaN));
  if (numbers.length > 0 && numbers.every((number) => number <= 65535)) return numbers;
  context.addIssue({ code: 'custom', message: 'must be port numbers, separated by commas' });
  return z.NEVER;
});

const ranges = z.string().transform((value, context) =>
  list(value).flatMap((entry) => {
    const range = parseRange(entry);
    if (range) return [range];
    const message = `"${entry}" is no address and no range of addresses such as 10.0.0.0/8 or 2001:db8::/32`;
    context.addIssue({ code: 'custom', message });
    return [];
  }),
);

/** The machine itself, where browsers treat http like https. `hostname` is a URL's: IPv6 stands in brackets. */
function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost\.?|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

const environment = z.object({
  POSTBAG_SECRET: z
    .string({
      error: 'is required: at least 32 random characters, for example from `openssl rand -base64 32`',
    })
    .transform((value, context): readonly [string, ...string[]] => {
      const [newest, ...older] = list(value);
      const problem = [newest ?? '', ...older].map(unsafeSecret).find((each) => each !== null);
      if (newest && !problem) return [newest, ...older];
      context.addIssue({ code: 'custom', message: problem ?? 'holds no secret' });
      return z.NEVER;
    }),
  POSTBAG_ORIGIN: z
    .string({
      error: 'is required: the address at which people reach Postbag, for example https://mail.example.org',
    })
    .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
      error: 'must be an http or https address',
      abort: true,
    })
    .transform((value) => new URL(value))
    .refine((url) => url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password, {
      error: 'must be scheme, host and port alone, without a path',
      abort: true,
    })
    .refine((url) => url.protocol === 'https:' || isLoopback(url.hostname), {
      error:
        'must be https, since browsers keep the sign-in’s cookie (Secure) nowhere else, and nobody would stay signed in; put a reverse proxy with a certificate before Postbag. Plain http is for localhost alone',
    }),
  POSTBAG_POP3_PORTS: ports
    .superRefine((numbers, context) => {
      for (const message of numbers.map(unsafePop3Port)) {
        if (message !== null) context.addIssue({ code: 'custom', message });
      }
    })
    .default([110, 995]),
  POSTBAG_SMTP_PORTS: ports
    .refine((numbers) => !numbers.includes(25), {
      error:
        'must not hold 25, where servers take mail from one another without a login: spam would leave through us',
    })
    .default([465, 587]),
  POSTBAG_ALLOW_PRIVATE_HOSTS: hosts.default([]),
  POSTBAG_ALLOW_PRIVATE_WEB: webServers.default([]),
  POSTBAG_ALLOW_HOSTS: hosts.optional(),
  POSTBAG_NAME_SERVERS: nameServers.optional(),
  POSTBAG_DISCOVERY: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('1'),
  POSTBAG_ISPDB_URL: z
    .string()
    .refine((value) => /^https:\/\/[^?#]+\/$/.test(value) && URL.canParse(value), {
      error: 'must be an https address that ends in /, such as https://autoconfig.example.org/v1.1/',
    })
    .transform((value) => new URL(value))
    .optional(),
  POSTBAG_TRUSTED_PROXIES: ranges.default([]),
  POSTBAG_ALLOW_PLAINTEXT: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
  POSTBAG_ALLOW_PINS: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
  POSTBAG_LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info'], { error: 'must be silent, error, warn or info' })
    .default('info'),
  POSTBAG_LOG_HOSTS: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
  POSTBAG_CA_FILE: z.string().min(1).optional(),
  POSTBAG_SHUTDOWN_SECONDS: z
    .string()
    .regex(/^(?:[0-9]|[1-9][0-9]|[12][0-9][0-9]|300)$/, 'must be a whole number of seconds from 0 to 300')
    .default('25')
    .transform(Number),
  POSTBAG_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'needs at least 16 characters, none of them a space')
    .optional(),
  POSTBAG_GOOGLE_CLIENT_ID: z.string().optional(),
  POSTBAG_GOOGLE_CLIENT_SECRET: z.string().optional(),
  POSTBAG_MICROSOFT_CLIENT_ID: z.string().optional(),
  POSTBAG_MICROSOFT_CLIENT_SECRET: z.string().optional(),
  POSTBAG_OAUTH_PROVIDERS: ownProviders.default([]),
  POSTBAG_DEMO: jsonSetting
    .pipe(
      z.strictObject({
        address: z.string(),
        username: z.string(),
        password: z.string(),
        host: z.string(),
        port: z.int().min(1).max(65535),
        security,
      }),
    )
    .optional(),
});

/**
 * Reads and checks the environment; nothing is guessed when a setting is wrong. An empty setting counts as absent,
 * since that is how container files leave one out.
 *
 * @throws ConfigError naming every setting that is wrong, and never a secret's value.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { data, error } = environment.safeParse(given);
  if (error) {
    throw new ConfigError(error.issues.map(problemIn));
  }
  const plaintext = unsafePlaintext({
    allowPlaintext: data.POSTBAG_ALLOW_PLAINTEXT === '1',
    allowHosts: data.POSTBAG_ALLOW_HOSTS ? new Set(data.POSTBAG_ALLOW_HOSTS) : null,
    loopback: isLoopback(data.POSTBAG_ORIGIN.hostname),
  });
  if (plaintext !== null) throw new ConfigError([`POSTBAG_ALLOW_PLAINTEXT: ${plaintext}`]);
  const oauth = oauthProviders(data);
  return {
    secrets: data.POSTBAG_SECRET,
    origin: data.POSTBAG_ORIGIN,
    pop3Ports: new Set(data.POSTBAG_POP3_PORTS),
    smtpPorts: new Set(data.POSTBAG_SMTP_PORTS),
    allowPrivateHosts: new Set(data.POSTBAG_ALLOW_PRIVATE_HOSTS),
    allowPrivateWeb: new Set(data.POSTBAG_ALLOW_PRIVATE_WEB),
    allowHosts: data.POSTBAG_ALLOW_HOSTS ? new Set(data.POSTBAG_ALLOW_HOSTS) : null,
    nameServers: data.POSTBAG_NAME_SERVERS,
    discovery: data.POSTBAG_DISCOVERY === '1',
    ispdb: data.POSTBAG_ISPDB_URL ?? null,
    trustedProxies: data.POSTBAG_TRUSTED_PROXIES,
    allowPins: data.POSTBAG_ALLOW_PINS === '1',
    allowPlaintext: data.POSTBAG_ALLOW_PLAINTEXT === '1',
    logLevel: data.POSTBAG_LOG_LEVEL,
    logHosts: data.POSTBAG_LOG_HOSTS === '1',
    authorities: [
      ...rootCertificates,
      ...pemFile('NODE_EXTRA_CA_CERTS', env.NODE_EXTRA_CA_CERTS),
      ...pemFile('POSTBAG_CA_FILE', data.POSTBAG_CA_FILE),
    ],
    shutdownMs: data.POSTBAG_SHUTDOWN_SECONDS * 1000,
    metricsToken: data.POSTBAG_METRICS_TOKEN ?? null,
    oauth,
    demo: data.POSTBAG_DEMO ?? null,
  };
}

/** With the place inside of the setting, where there is one: `POSTBAG_OAUTH_PROVIDERS: 0.token must be an https address`. */
function problemIn({ path: [setting, ...inside], message }: z.core.$ZodIssue): string {
  return `${String(setting)}: ${inside.length > 0 ? `${inside.join('.')} ` : ''}${message}`;
}

/** @throws ConfigError when an id stands without its other half, or a host belongs to two. */
function oauthProviders(data: z.infer<typeof environment>): Provider[] {
  const {
    POSTBAG_GOOGLE_CLIENT_ID: googleId,
    POSTBAG_GOOGLE_CLIENT_SECRET: googleSecret,
    POSTBAG_MICROSOFT_CLIENT_ID: microsoftId,
    POSTBAG_MICROSOFT_CLIENT_SECRET: microsoftSecret,
    POSTBAG_OAUTH_PROVIDERS: own,
  } = data;
  if ((googleId === undefined) !== (googleSecret === undefined))
    throw new ConfigError([
      'POSTBAG_GOOGLE_CLIENT_ID: needs POSTBAG_GOOGLE_CLIENT_SECRET, and the other way round',
    ]);
  if (microsoftId === undefined && microsoftSecret !== undefined)
    throw new ConfigError(['POSTBAG_MICROSOFT_CLIENT_SECRET: needs POSTBAG_MICROSOFT_CLIENT_ID']);
  const known = [
    ...(googleId && googleSecret ? [google(googleId, googleSecret)] : []),
    ...(microsoftId ? [microsoft(microsoftId, microsoftSecret ?? null)] : []),
  ];
  const taken = known.flatMap(({ hosts }) => hosts);
  const twice = own.flatMap(({ hosts }) => hosts).find((host) => taken.includes(host));
  if (twice !== undefined)
    throw new ConfigError([
      `POSTBAG_OAUTH_PROVIDERS: ${twice} belongs to a provider with settings of its own`,
    ]);
  return [...known, ...own];
}

/** Passing `ca` to TLS replaces Node's own list, extra certificates included: hence they are read here again. */
function pemFile(setting: string, path: string | undefined): string[] {
  if (!path) return [];
  try {
    return [readFileSync(path, 'utf8')];
  } catch {
    throw new ConfigError([`${setting}: the file cannot be read`]);
  }
}
