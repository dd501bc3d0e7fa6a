import { createHash, hkdfSync } from 'node:crypto';
import { sealData, unsealData } from 'iron-session';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sealSeconds } from './limits';
import {
  cookieName,
  expiryOf,
  forgetCookie,
  newAccountId,
  newKey,
  openCookie,
  type SealedAccount,
  SealTooLong,
  sealCookie,
} from './seal';

const [old, current, next] = ['o', 'c', 'n'].map((letter) => letter.repeat(40)) as [string, string, string];
const settings = (...secrets: [string, ...string[]]) => ({ secrets });
const account = newAccountId();
const key = newKey();
const sealed: SealedAccount = {
  account,
  maildrop: {
    host: 'pop.example.org',
    port: 995,
    security: 'tls',
    username: 'alice',
    password: 'canary pässword',
  },
  server: {
    uidl: true,
    top: true,
    pipelining: true,
    sasl: ['PLAIN'],
    loginDelay: null,
    expire: 'never',
    user: true,
  },
  keep: true,
  since: Date.now(),
  expiresAt: expiryOf(true, Date.now()),
};
const pairOf = (cookie: string) => cookie.split(';')[0] ?? '';
const seal = async (change: Partial<SealedAccount> = {}, secrets = settings(current)) =>
  sealCookie({ ...sealed, ...change }, key, secrets);

const idOf = (cookie: string) => /Fe26\.2\*(\d+)\*/.exec(cookie)?.[1] ?? '';
/** What stands in a seal, for somebody who has the operator's secret. */
const contentOf = (cookie: string) => {
  const derived = new Uint8Array(hkdfSync('sha256', current, '', 'postbag seal', 32)) as unknown as string;
  return unsealData(cookie.slice(cookieName.length + 1), { password: { [idOf(cookie)]: derived } });
};

afterEach(() => vi.useRealTimers());

describe('the sealed session', () => {
  it('opens with cookie and K together, and is what was sealed', async () => {
    const cookie = pairOf(await seal());
    expect(await openCookie(`a=b; ${cookie}; c=d`, key, account, settings(current))).toEqual({
      sealed,
      stale: false,
    });
  });

  it('shows neither password nor K, not even to who has the operator’s secret', async () => {
    const cookie = pairOf(await seal());
    expect(cookie).not.toContain(key);
    const content = await contentOf(cookie);
    expect(content).toMatchObject({ account, host: 'pop.example.org' });
    expect(JSON.stringify(content)).not.toContain('canary');
  });

  it('bears a number of the secret that stays as it is, or everybody is signed out', async () => {
    expect(idOf(await seal())).toBe('224819830890248');
  });

  it('opens as it was made before there were keys, and is made anew', async () => {
    const id = createHash('sha256').update('postbag seal id\0').update(current).digest().readUIntBE(0, 6);
    const content = await contentOf(pairOf(await seal()));
    const before = await sealData(content, { password: { [id]: current }, ttl: 0 });
    expect(await openCookie(`${cookieName}=${before}`, key, account, settings(current))).toEqual({
      sealed,
      stale: true,
    });
    expect(await openCookie(`${cookieName}=${before}`, key, account, settings(next))).toBeNull();
  });

  it.each<[string, () => Promise<[cookies: string | null, key: string | null, account: string]>]>([
    ['no cookie', async () => [null, key, account]],
    ['no K', async () => [pairOf(await seal()), null, account]],
    ['another K', async () => [pairOf(await seal()), newKey(), account]],
    ['a K of another length', async () => [pairOf(await seal()), `${key}AAAA`, account]],
    ['another account', async () => [pairOf(await seal()), key, newAccountId()]],
    ['an expired seal', async () => [pairOf(await seal({ expiresAt: Date.now() - 1 })), key, account]],
    ['a secret of somebody else', async () => [pairOf(await seal({}, settings(next))), key, account]],
    ['a broken seal', async () => [pairOf(await seal()).slice(0, -9), key, account]],
    ['no seal at all', async () => [`${cookieName}=Fe26.2*x`, key, account]],
  ])('does not open with %s', async (_, given) => {
    expect(await openCookie(...(await given()), settings(current))).toBeNull();
  });

  it('does not open when any part of it was changed', async () => {
    const cookie = pairOf(await seal());
    const start = cookie.indexOf('=') + 1;
    for (let at = start; at < cookie.length; at += 37) {
      const changed = `${cookie.slice(0, at)}${cookie[at] === 'A' ? 'B' : 'A'}${cookie.slice(at + 1)}`;
      expect(await openCookie(changed, key, account, settings(current))).toBeNull();
    }
  });

  it('is not hidden by a cookie of the same name from elsewhere', async () => {
    const cookies = `${cookieName}=foreign; ${pairOf(await seal())}`;
    expect(await openCookie(cookies, key, account, settings(current))).toMatchObject({ sealed: { account } });
  });

  it('ends when its time is over, whatever the browser keeps', async () => {
    const cookie = pairOf(await seal({ expiresAt: expiryOf(false, Date.now()), keep: false }));
    vi.useFakeTimers({ now: Date.now() + (sealSeconds.session.idle - 60) * 1000, toFake: ['Date'] });
    expect(await openCookie(cookie, key, account, settings(current))).not.toBeNull();
    vi.setSystemTime(Date.now() + 61_000);
    expect(await openCookie(cookie, key, account, settings(current))).toBeNull();
  });

  it.each([true, false])('lives on while it is used, up to its bound (kept: %s)', async (keep) => {
    const { idle, bound, renew } = sealSeconds[keep ? 'keep' : 'session'];
    const start = Date.now();
    vi.useFakeTimers({ now: start, toFake: ['Date'] });
    let cookie = pairOf(await seal({ keep, since: start, expiresAt: expiryOf(keep, start) }));
    const use = () => openCookie(cookie, key, account, settings(current));
    vi.setSystemTime(start + (renew - 1) * 1000);
    expect(await use()).toMatchObject({ stale: false });

    let uses = 0;
    for (let now = start; ; uses += 1) {
      now += (idle - 60) * 1000;
      vi.setSystemTime(now);
      const opened = await use();
      if (!opened) break;
      expect(opened.sealed.expiresAt).toBeLessThanOrEqual(start + bound * 1000);
      // Its last life is cut short by the bound, and there may be nothing left to renew.
      if (opened.stale) cookie = pairOf(await sealCookie(opened.sealed, key, settings(current)));
    }
    expect(uses).toBe(Math.floor(bound / (idle - 60)));
  });

  it('survives the rotation of secrets, and says when it wants to be sealed anew', async () => {
    const cookie = pairOf(await seal({}, settings(old)));
    expect(await openCookie(cookie, key, account, settings(current, old))).toMatchObject({ stale: true });
    expect(await openCookie(cookie, key, account, settings(current))).toBeNull();
    // Places in the list shift when an old secret is taken out: that must sign nobody out.
    const later = pairOf(await seal({}, settings(current, old)));
    expect(await openCookie(later, key, account, settings(current))).toMatchObject({ stale: false });
    expect(await openCookie(later, key, account, settings(next, current))).toMatchObject({ stale: true });
  });

  it('is bound to its account’s path, hidden from script, and outlives the browser only when asked to', async () => {
    const attributes = `Path=/api/accounts/${account}; HttpOnly; Secure; SameSite=Strict`;
    expect((await seal()).replace(/=.*?;/, '=…;')).toMatch(
      new RegExp(`^postbag=…; ${attributes}; Max-Age=25\\d+$`),
    );
    expect((await seal({ keep: false })).replace(/=.*?;/, '=…;')).toBe(`postbag=…; ${attributes}`);
    expect(forgetCookie(account)).toBe(`postbag=; ${attributes}; Max-Age=0`);
  });

  it('refuses to become a cookie that browsers drop', async () => {
    const maildrop = { ...sealed.maildrop, password: 'p'.repeat(1024) };
    expect((await seal({ maildrop })).length).toBeLessThan(4096);
    await expect(seal({ maildrop: { ...maildrop, password: '密'.repeat(1024) } })).rejects.toThrow(
      SealTooLong,
    );
  });
});
