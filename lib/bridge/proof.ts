import 'server-only';
import { createHash, type Hash } from 'node:crypto';
import { formDivider, HeaderSplitter, headerForm } from '@/lib/contract/messageForm';
import type { DeletionProof, DeletionsRequest } from '@/lib/contract/routes';
import type { Pop3Session, RetrieveSink } from '@/lib/pop3/session';
import type { Limits } from './limits';
import { BridgeFailure } from './problem';
import type { RateWatch } from './rateWatch';

/** A message that may be deleted, where it stands in this session, and its octets by this session's LIST. */
export interface Candidate {
  number: number;
  listed: number;
  stored: DeletionsRequest['wanted'][number];
}

export type Verdict = DeletionProof | 'mismatch' | 'unproved';

interface ProofOptions {
  pipelining: boolean;
  limits: Pick<Limits, 'budgetMs' | 'proofHeaderOctets' | 'proofOctets' | 'messageOctets'>;
}

/** True once no further message may be looked at; each way of proving has the whole budget, so that none starves. */
function timer({ budgetMs }: Pick<Limits, 'budgetMs'>): () => boolean {
  const until = performance.now() + budgetMs;
  let begun = false;
  return () => {
    const over = begun && performance.now() > until;
    begun = true;
    return over;
  };
}

/** What a proof needs of a session. */
export type ProvingSession = Pick<Pop3Session, 'topMany' | 'retrieve'>;

/**
 * Compares headers by `TOP n 0` (RFC 1939 §7). An equal header is a proof where it names its message and the bodies have
 * the same octets (LIST's, less the header's: servers that keep fields of their own in it change its size); otherwise the message stays undecided, as does what the server would not show.
 */
export async function proveByTop(
  session: ProvingSession,
  candidates: readonly Candidate[],
  { pipelining, limits }: ProofOptions,
): Promise<{ verdicts: Map<Candidate, Verdict>; undecided: Candidate[] }> {
  const verdicts = new Map<Candidate, Verdict>();
  const undecided: Candidate[] = [];
  const byNumber = new Map(candidates.map((candidate) => [candidate.number, candidate]));
  let header = new HeaderCollector(limits.proofHeaderOctets);
  const sink: RetrieveSink = {
    begin() {
      header = new HeaderCollector(limits.proofHeaderOctets);
    },
    data(view) {
      header.push(view);
    },
    end(number) {
      const candidate = byNumber.get(number);
      if (!candidate) return;
      const form = header.form();
      if (!form) verdicts.set(candidate, 'unproved');
      else if (sha256(form.octets) !== candidate.stored.header) verdicts.set(candidate, 'mismatch');
      else if (form.identifies && candidate.listed - header.octets === candidate.stored.body)
        verdicts.set(candidate, 'top');
      else undecided.push(candidate);
    },
    refused(number) {
      const candidate = byNumber.get(number);
      if (candidate) undecided.push(candidate);
    },
  };
  await session.topMany([...byNumber.keys()], 0, sink, { pipelining, stop: timer(limits) });
  return { verdicts, undecided };
}

/** Retrieves and compares what TOP could not prove. What is too large for that is `unproved`. */
export async function proveByContent(
  session: ProvingSession,
  candidates: readonly Candidate[],
  { pipelining, limits }: ProofOptions,
  watch: RateWatch,
): Promise<Map<Candidate, Verdict>> {
  const verdicts = new Map<Candidate, Verdict>();
  const fits = ({ listed, stored }: Candidate) => Math.max(listed, stored.octets) <= limits.proofOctets;
  for (const candidate of candidates) if (!fits(candidate)) verdicts.set(candidate, 'unproved');
  const asked = candidates.filter(fits);
  const byNumber = new Map(asked.map((candidate) => [candidate.number, candidate]));
  let content = new ContentHash(limits.proofHeaderOctets);
  let octets = 0;
  const sink: RetrieveSink = {
    begin() {
      watch.begin();
      content = new ContentHash(limits.proofHeaderOctets);
      octets = 0;
    },
    data(view) {
      watch.received(view.length);
      octets += view.length;
      if (octets > limits.messageOctets) throw new BridgeFailure('limit_octets');
      content.push(view);
    },
    end(number) {
      watch.end();
      const candidate = byNumber.get(number);
      if (!candidate) return;
      const equal = content.digest() === candidate.stored.content;
      verdicts.set(candidate, equal ? 'content' : 'mismatch');
    },
    refused(number) {
      watch.end();
      const candidate = byNumber.get(number);
      if (candidate) verdicts.set(candidate, 'unproved');
    },
  };
  await session.retrieve([...byNumber.keys()], sink, {
    pipelining,
    stop: timer(limits),
    sizeOf: (number) => byNumber.get(number)?.listed,
  });
  return verdicts;
}

/** Keeps the header of what is pushed, up to a limit. */
export class HeaderCollector {
  readonly #splitter = new HeaderSplitter();
  readonly #chunks: Buffer[] = [];
  #octets = 0;

  constructor(private readonly most: number) {}

  /** How many of the octets belong to the header; the view is not kept. */
  push(view: Uint8Array): number {
    const length = this.#splitter.push(view);
    this.#octets += length;
    if (length > 0 && this.#octets <= this.most) this.#chunks.push(Buffer.from(view.subarray(0, length)));
    return length;
  }

  get ended(): boolean {
    return this.#splitter.ended;
  }

  /** The empty line included. */
  get octets(): number {
    return this.#octets;
  }

  /** Null when it is too long. */
  form(): ReturnType<typeof headerForm> | null {
    return this.#octets > this.most ? null : headerForm(Buffer.concat(this.#chunks));
  }
}

/** The digest of a whole message's form, without ever holding more than its header. */
class ContentHash {
  readonly #header: HeaderCollector;
  readonly #hash: Hash = createHash('sha256');
  #divided = false;

  constructor(mostHeader: number) {
    this.#header = new HeaderCollector(mostHeader);
  }

  push(view: Uint8Array): void {
    const length = this.#header.push(view);
    if (this.#header.ended) this.#divide();
    if (length < view.length) this.#hash.update(view.subarray(length));
  }

  /** Hexadecimal; empty, which equals no digest, when the header was too long. */
  digest(): string {
    this.#divide();
    return this.#header.form() === null ? '' : this.#hash.digest('hex');
  }

  #divide(): void {
    if (this.#divided) return;
    this.#divided = true;
    this.#hash.update(this.#header.form()?.octets ?? '').update(formDivider);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
