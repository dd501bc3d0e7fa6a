import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  calls,
  expectNoLogin,
  failToList,
  serve,
  signInRequest,
  trusted,
  trustedTls,
} from '@/e2e/catalogue/ground';
import { selfSigned } from '@/e2e/catalogue/selfSigned';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';

const pinOf = (certificate: string) =>
  new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase();
const own = await selfSigned('pop.somewhere.example');
const allowed = { env: { POSTBAG_ALLOW_PINS: '1' } };

async function trySignIn(port: number, pin: string) {
  const client = new AccountClient();
  const { body } = await client.signIn({ ...signInRequest(port), pin });
  return { client, body };
}

describe('a pinned certificate', () => {
  it('is believed whatever is wrong with it: name, issuer, itself', async () => {
    const { port } = await serve({ tls: own }, allowed);
    const { client, body } = await trySignIn(port, pinOf(own.cert));
    expect(body).not.toHaveProperty('code');
    const days = expect.objectContaining({ step: 'tls', certificateDays: expect.closeTo(365, -2) });
    expect(body.steps).toContainEqual(days);
    expect(await client.listing(null)).toMatchObject({ count: 2 });
  });

  it.each([
    ['one that nobody vouches for', own, pinOf(trusted.certificate)],
    ['one that holds', trustedTls, pinOf(own.cert)],
  ])('stops before anything is said where the server shows another: %s', async (_, tls, pin) => {
    const { port, transcript } = await serve({ tls }, allowed);
    const { body } = await trySignIn(port, pin);
    expect(body).toMatchObject({ code: 'certificate_changed', step: 'tls' });
    expect(calls(transcript)).toBe(1);
    expectNoLogin(transcript);
  });

  it('is held against every later connection of the account', async () => {
    const shown = { ...own };
    const { port, transcript } = await serve({ tls: shown }, allowed);
    const { client } = await trySignIn(port, pinOf(own.cert));
    const heard = transcript.length;
    Object.assign(shown, await selfSigned('pop.somewhere.example'));
    expect(await failToList(client)).toMatchObject({ code: 'certificate_changed', step: 'tls' });
    expectNoLogin(transcript.slice(heard));
  });

  it('is none where the operator allows none, also where it was sealed before', async () => {
    const { port, transcript } = await serve({ tls: own }, allowed);
    const { client } = await trySignIn(port, pinOf(own.cert));
    const heard = transcript.length;
    useBridge({ ports: [port], authorities: [trusted.authority] });
    expect(await failToList(client)).toMatchObject({ code: 'certificate_invalid', step: 'tls' });
    expect((await trySignIn(port, pinOf(own.cert))).body).toMatchObject({ code: 'certificate_invalid' });
    expectNoLogin(transcript.slice(heard));
  });
});
