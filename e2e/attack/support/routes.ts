import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ListingEntry } from '@/lib/contract/routes';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** One route as the attacks know it. */
export interface Row {
  method: 'GET' | 'POST' | 'DELETE';
  /** What it takes when all is well; null: no body. */
  body: ((ground: Known) => unknown) | null;
  /** What stands before the work: nothing; Host, Origin and Sec-Fetch-Site; cookie and K as well. */
  guard: 'none' | 'origin' | 'account';
  /** What a request that is in order is answered. */
  good: number;
}

/** What a test knows of the account it attacks. */
export interface Known {
  /** A sign-in that works. */
  signIn: Record<string, unknown>;
  entries: readonly ListingEntry[];
}

const digest = 'a'.repeat(64);

/** Every route of the bridge, by its file. A route without a row here fails the test below. */
export const rows: Record<string, Row> = {
  'accounts/route.ts': { method: 'POST', body: ({ signIn }) => signIn, guard: 'origin', good: 200 },
  'accounts/[account]/route.ts': { method: 'DELETE', body: null, guard: 'account', good: 200 },
  'accounts/[account]/listing/route.ts': {
    method: 'POST',
    body: () => ({ known: null }),
    guard: 'account',
    good: 200,
  },
  'accounts/[account]/messages/route.ts': {
    method: 'POST',
    body: ({ entries }) => ({
      wanted: entries.slice(-1).map(([number, uidl, octets]) => ({ number, uidl, octets })),
    }),
    guard: 'account',
    good: 200,
  },
  // Nobody waits for a receipt of this name.
  'accounts/[account]/settlement/route.ts': {
    method: 'POST',
    body: () => ({ session: 'A'.repeat(22), stored: ['u'] }),
    guard: 'account',
    good: 404,
  },
  'accounts/[account]/deletions/route.ts': {
    method: 'POST',
    body: () => ({ wanted: [{ uidl: 'not-there', header: digest, content: digest, octets: 1, body: 0 }] }),
    guard: 'account',
    good: 200,
  },
  // No picture is fetched from a test: what policy forbids is refused, once the request itself is in order.
  'accounts/[account]/images/route.ts': {
    method: 'POST',
    body: () => ({ address: 'https://192.168.0.1/pixel.png' }),
    guard: 'account',
    good: 403,
  },
  'accounts/[account]/unsubscribe/route.ts': {
    method: 'POST',
    body: () => ({ address: 'https://192.168.0.1/leave' }),
    guard: 'account',
    good: 403,
  },
  // An address at a provider of the table: nobody is asked.
  'discovery/route.ts': {
    method: 'POST',
    body: () => ({ address: 'somebody@gmail.com' }),
    guard: 'origin',
    good: 200,
  },
  // The ground's bridge knows no provider: what is in order is told so.
  'accounts/[account]/token/route.ts': { method: 'POST', body: null, guard: 'account', good: 404 },
  'oauth/providers/route.ts': { method: 'GET', body: null, guard: 'origin', good: 200 },
  'oauth/route.ts': {
    method: 'POST',
    body: ({ signIn: { password: _, ...signIn } }) => ({ ...signIn, provider: 'nobody' }),
    guard: 'origin',
    good: 404,
  },
  'oauth/finish/route.ts': { method: 'POST', body: () => ({ expected: [] }), guard: 'origin', good: 409 },
  // Whoever comes this way is led to the page, which asks.
  'oauth/callback/[provider]/route.ts': { method: 'GET', body: null, guard: 'none', good: 303 },
  'doctor/route.ts': {
    method: 'POST',
    body: ({ signIn: { keep: _, ...settings } }) => ({ ...settings, outgoing: null }),
    guard: 'origin',
    good: 200,
  },
  'accounts/[account]/doctor/route.ts': {
    method: 'POST',
    body: () => ({ outgoing: null }),
    guard: 'account',
    good: 200,
  },
  'demo/route.ts': { method: 'GET', body: null, guard: 'origin', good: 200 },
  'health/route.ts': { method: 'GET', body: null, guard: 'none', good: 200 },
  'health/ready/route.ts': { method: 'GET', body: null, guard: 'none', good: 200 },
  // Whatever is no route, by every method.
  '[...path]/route.ts': { method: 'GET', body: null, guard: 'none', good: 404 },
};

/** The route files that there are, relative to `app/api`. */
export async function routeFiles(): Promise<string[]> {
  const names = await readdir(join(root, 'app/api'), { recursive: true });
  return names.filter((name) => /(^|\/)route\.tsx?$/.test(name)).sort();
}

/** The path under which a file's route is reached. */
export function pathOf(file: string, account: string): string {
  const path = file
    .replace(/\/route\.tsx?$/, '')
    .replace('[account]', account)
    .replace('[provider]', 'nobody');
  return `/api/${path.replace('[...path]', 'nothing/here')}`;
}
