import 'server-only';
import type { DoctorFacts } from '@/lib/contract/doctor';
import type { Security } from '@/lib/contract/routes';
import { dial, inspectingWith, type Shown, trustIn } from '../dial';
import type { Ground } from '../environment';
import { admitTarget, type Purpose, type Target } from '../guard';
import type { Lifetime } from '../lifetime';
import { unlessTlsFirst } from '../silence';
import { SocketWire } from '../socketWire';
import type { Finding, Report } from './report';

export interface Place {
  host: string;
  port: number;
  security: Security;
  pin?: string;
}

/** A server as far as its first word. */
export interface Reached<Greeted> {
  greeted: Greeted;
  /** The handshake of STARTTLS: `begin` asks the server for it. */
  secure(begin: () => Promise<void>): Promise<void>;
  /** The same way once more, without a word in the report; as far as the first word again. */
  again(): Promise<Greeted>;
}

/**
 * Name, connection, TLS where it comes first, and the server's first word, each a check of the report.
 * @param hidden as for `admitTarget`
 * @param greet reads the first word
 */
export async function reach<Greeted>(
  place: Place,
  purpose: Extract<Purpose, 'pop3' | 'submission'>,
  hidden: boolean,
  report: Report,
  lifetime: Lifetime,
  ground: Ground,
  greet: (wire: SocketWire, facts: DoctorFacts) => Promise<Greeted>,
): Promise<Reached<Greeted>> {
  const { config, limits } = ground;
  const { host, port, security, pin } = place;
  const { signal } = lifetime;
  const targets = await report.check('name', async (facts) => {
    const admitted = await admitTarget({ host, port, purpose }, ground, lifetime, hidden);
    facts.addresses = admitted.map(({ address }) => address);
    return admitted;
  });
  lifetime.phase(limits.connectMs);
  let shown: Shown | null = null;
  const connect = () => dial(targets, port, signal, limits.staggerMs);
  const securing = (target: Target) =>
    inspectingWith(target, trustIn(config, pin), signal, (seen) => {
      shown = seen;
    });
  const dialled = await report.check('connection', async (facts) => {
    const connected = await connect();
    facts.address = connected.target.address;
    return connected;
  });
  const secure = securing(dialled.target);
  const tell = async (facts: DoctorFacts, finding: Finding, handshake: () => Promise<void>) => {
    try {
      await handshake();
    } finally {
      if (shown) tellOf(shown, facts, finding, config.allowPins);
    }
  };
  let { socket } = dialled;
  if (security === 'tls') {
    await report.check('tls', (facts, finding) =>
      tell(facts, finding, async () => {
        socket = await secure(socket);
      }),
    );
  }
  const wire = new SocketWire(socket, secure, signal, limits.readAheadOctets);
  const greeted = await report.check('greeting', (facts) => {
    const word = greet(wire, facts);
    return security === 'tls' ? word : unlessTlsFirst(word, wire, { ...dialled, port }, signal, ground);
  });
  return {
    greeted,
    async secure(begin) {
      await report.check('tls', (facts, finding) => tell(facts, finding, begin));
    },
    async again() {
      const { socket, target } = await connect();
      const secure = securing(target);
      const connected = security === 'tls' ? await secure(socket) : socket;
      return greet(new SocketWire(connected, secure, signal, limits.readAheadOctets), {});
    },
  };
}

const mostNames = 20;
const longest = 200;

function tellOf(
  { version, cipher, certificates, valid, refused }: Shown,
  facts: DoctorFacts,
  finding: Finding,
  allowPins: boolean,
): void {
  facts.version = version;
  facts.cipher = cipher;
  const [own, ...chain] = certificates;
  if (!own) return;
  facts.certificate = {
    subject: own.subject.slice(0, longest),
    issuer: own.issuer.slice(0, longest),
    names: own.names.slice(0, mostNames).map((name) => name.slice(0, longest)),
    from: own.from,
    until: own.until,
    fingerprint: own.fingerprint,
    chain: chain.map(({ subject }) => subject.slice(0, longest)),
    valid,
    mayPin: allowPins && !valid && refused !== null,
  };
  if (!refused && !valid) {
    finding.state = 'odd';
    finding.note = 'pinned';
  }
}
