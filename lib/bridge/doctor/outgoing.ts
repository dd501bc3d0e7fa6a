import 'server-only';
import { getDomain } from 'tldts';
import type { OutgoingServer } from '@/lib/contract/doctorRequests';
import type { Ground } from '../environment';
import type { Lifetime } from '../lifetime';
import { BridgeFailure, problemOf } from '../problem';
import { causeOf } from '../refusals';
import { type Incoming, quickest } from './incoming';
import { reach } from './reach';
import type { Report } from './report';
import { SmtpBroken, SmtpProbe, SmtpRefusal } from './smtp';

/**
 * Looks at the server for sending: up to the sign-in, with the password or token where there is one and where it is the same
 * provider's server, since nobody else may be shown it.
 * @throws Stopped behind the check that failed; RequestGone
 */
export async function examineOutgoing(
  server: OutgoingServer,
  incoming: Pick<Incoming, 'host' | 'credentials' | 'pin'>,
  report: Report,
  lifetime: Lifetime,
  ground: Ground,
): Promise<void> {
  const { security, username, host } = server;
  // A pin is of one certificate: a machine that shows it for both is the same one.
  const pin = incoming.pin !== undefined && host === incoming.host ? { pin: incoming.pin } : {};
  let opened: SmtpProbe | null = null;
  try {
    const reached = await reach(
      { ...server, ...pin },
      'submission',
      // Whoever asks names it, signed in or not.
      true,
      report,
      lifetime,
      ground,
      async (wire, facts) => {
        const { probe, words } = await told(SmtpProbe.open(wire));
        opened = probe;
        facts.words = words;
        return probe;
      },
    );
    const probe = reached.greeted;
    if (security === 'starttls') {
      await reached.secure(async () => {
        await told(probe.ehlo());
        if (!probe.extensions.includes('STARTTLS'))
          throw new BridgeFailure(problemOf('starttls_missing', { step: 'tls' }));
        await told(probe.startTls());
      });
    }
    await report.check('capabilities', async (facts) => {
      await told(probe.ehlo());
      facts.capabilities = probe.extensions.map((line) => line.slice(0, 200));
    });
    const { credentials } = incoming;
    const ways =
      credentials && 'token' in credentials ? (['XOAUTH2'] as const) : (['PLAIN', 'LOGIN'] as const);
    const mechanism = ways.find((name) => probe.mechanisms.includes(name));
    if (credentials === null) report.leave('login', 'no_password');
    else if (!sameProvider(host, incoming.host)) report.leave('login', 'other_provider');
    else
      await report.check('login', async (facts) => {
        if (!mechanism)
          throw new BridgeFailure(problemOf('server_refused', { step: 'password', cause: 'no_mechanism' }));
        facts.mechanism = mechanism;
        const secret = 'token' in credentials ? credentials.token : credentials.password;
        await told(probe.auth(mechanism, username, secret));
      });
    await report.check('roundTrip', async (facts) => {
      facts.roundTrip = await quickest(() => told(probe.noop()));
    });
    await probe.quit().catch(() => {});
  } finally {
    (opened as SmtpProbe | null)?.close();
  }
}

/** Of one registrable domain, or the very same name. Where anybody can have a name under another's, each is a domain. */
function sameProvider(host: string, other: string): boolean {
  const domainOf = (name: string) => getDomain(name, { allowPrivateDomains: true });
  const domain = domainOf(host);
  return host.toLowerCase() === other.toLowerCase() || (domain !== null && domain === domainOf(other));
}

/** SMTP's failures as problems. */
async function told<Value>(asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SmtpBroken) throw new BridgeFailure(problemOf('protocol_error', notSmtp));
    if (!(error instanceof SmtpRefusal)) throw error;
    const { code, said } = error;
    const cause = causeOf(said, null);
    const about = { ...(said !== '' && { said }), ...(cause && { cause }) };
    // RFC 4954 §6: 535 (and XOAUTH2's 334) refuses the credentials, 534 the mechanism, 538 wants TLS; 4xx may pass.
    if (code === 535 || code === 534 || code === 334)
      throw new BridgeFailure(problemOf('auth_failed', { ...about, step: 'password' }));
    throw new BridgeFailure(problemOf(code < 500 ? 'server_temporary' : 'server_refused', about));
  }
}

const notSmtp = {
  message: 'What answers there does not speak SMTP properly.',
  hint: 'Check server name and port; it has to be a server for sending mail.',
};
