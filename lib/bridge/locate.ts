import 'server-only';
import type { MessagesRequest } from '@/lib/contract/routes';
import type { Pop3Session } from '@/lib/pop3/session';

export type Wanted = MessagesRequest['wanted'][number];

/** Without pipelining one UIDL of everything is cheaper than this many single ones. */
const namedSinglyUnpipelined = 8;

/** What stands where in one session's maildrop, as far as it was asked for. */
interface Numbering {
  uidlAt: ReadonlyMap<number, string>;
  numberOf: ReadonlyMap<string, number>;
}

/**
 * Finds wanted messages in one session. Numbers are hints from an earlier one, and numbers shift when mail is deleted
 * (RFC 1939 §4): each is checked against its UIDL, and if any does not fit, all are looked up in one full UIDL, which
 * is taken once (a session's numbers do not change).
 */
export class Locator {
  private numbering: Numbering | null = null;

  constructor(
    private readonly session: Pick<Pop3Session, 'stat' | 'uidl' | 'uidlOf'>,
    private readonly pipelining: boolean,
    /** All that will be looked for: of nothing else is kept where it stands. */
    private readonly all: readonly Wanted[],
    /** What this session has named already, UIDLs by number: nothing of it is asked for again. */
    private readonly named: ReadonlyMap<number, string> = new Map(),
  ) {}

  /** Keeps the order asked for; a message is found once, however often it was asked for. */
  async locate(wanted: readonly Wanted[]): Promise<{ found: Wanted[]; missing: string[] }> {
    if (wanted.every(({ number, uidl }) => this.named.get(number) === uidl))
      return { found: unique(wanted), missing: [] };
    if (!this.numbering && (this.pipelining || wanted.length <= namedSinglyUnpipelined)) {
      const { pipelining } = this;
      const names = await this.session.uidlOf(
        wanted.map(({ number }) => number),
        { pipelining },
      );
      if (wanted.every(({ uidl }, index) => names[index] === uidl))
        return { found: unique(wanted), missing: [] };
    }
    const { uidlAt, numberOf } = await this.numbers();
    const found: Wanted[] = [];
    const missing: string[] = [];
    for (const message of wanted) {
      // The hint comes first: where UIDLs are not unique it alone tells which one was meant.
      const number =
        uidlAt.get(message.number) === message.uidl ? message.number : numberOf.get(message.uidl);
      if (number === undefined) missing.push(message.uidl);
      else found.push({ ...message, number });
    }
    return { found: unique(found), missing };
  }

  private async numbers(): Promise<Numbering> {
    if (!this.numbering) {
      // How many there are bounds how many may be named.
      await this.session.stat();
      const numbers = new Set(this.all.map(({ number }) => number));
      const uidls = new Set(this.all.map(({ uidl }) => uidl));
      const listing = (await this.session.uidl()).filter(
        ({ number, uidl }) => numbers.has(number) || uidls.has(uidl),
      );
      const uidlAt = new Map(listing.map(({ number, uidl }) => [number, uidl]));
      const numberOf = new Map(listing.toReversed().map(({ number, uidl }) => [uidl, number]));
      this.numbering = { uidlAt, numberOf };
    }
    return this.numbering;
  }
}

function unique(messages: readonly Wanted[]): Wanted[] {
  return [...new Map(messages.map((message) => [message.number, message])).values()];
}
