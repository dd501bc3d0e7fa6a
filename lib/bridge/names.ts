import 'server-only';
import { createHash } from 'node:crypto';
import { computedName } from '@/lib/contract/constants';
import { Pop3Refusal } from '@/lib/pop3/errors';
import type { PipelineOptions } from '@/lib/pop3/exchange';
import type { Pop3Session } from '@/lib/pop3/session';
import type { Limits } from './limits';
import { HeaderCollector } from './proof';

type Asked = Pick<Pop3Session, 'stat' | 'list' | 'listOf' | 'uidl' | 'uidlOf' | 'topMany'>;

/** What is known of the server, and what a session may cost. */
export interface Naming {
  uidl: boolean;
  top: boolean;
  pipelining: boolean;
  limits: Pick<Limits, 'namelessMost' | 'proofHeaderOctets'>;
}

/**
 * A session in which messages without a UIDL of their own have a name all the same: where the server knows no UIDL,
 * leaves it out, or gives one to several messages. The name is made of the header's form and LIST's octets, so that it is
 * the same in every session; a message that is in the maildrop twice, octet for octet, has one name. Such names are good
 * for retrieving each message once. Nothing is ever deleted by them.
 */
export class NamedSession {
  #looked = false;

  constructor(
    private readonly session: Asked,
    private readonly naming: Naming,
  ) {}

  /** Some header was looked at: a server may take it for retrieved (see `part: 'header'` of retrieve.ts). */
  get looked(): boolean {
    return this.#looked;
  }

  stat() {
    return this.session.stat();
  }

  list() {
    return this.session.list();
  }

  listOf(...given: Parameters<Asked['listOf']>) {
    return this.session.listOf(...given);
  }

  async uidl(): Promise<{ number: number; uidl: string }[]> {
    const given = await this.#given();
    const times = new Map<string, number>();
    for (const { uidl } of given) times.set(uidl, (times.get(uidl) ?? 0) + 1);
    const nameless = given.filter(({ uidl }) => uidl === '' || (times.get(uidl) ?? 0) > 1);
    const many = nameless.length > this.naming.limits.namelessMost;
    if (nameless.length === 0 || many || !this.naming.top) return given;
    const sizes = new Map((await this.session.list()).map(({ number, octets }) => [number, octets]));
    const names = await this.#names(nameless.map(({ number }) => [number, sizes.get(number) ?? 0]));
    return given.map(({ number, uidl }) => ({ number, uidl: names.get(number) ?? uidl }));
  }

  async uidlOf(numbers: readonly number[], options: PipelineOptions): Promise<(string | Pop3Refusal)[]> {
    const given = await this.session.uidlOf(numbers, options);
    const unnamed = (answer: string | Pop3Refusal | undefined) =>
      answer === '' || (answer instanceof Pop3Refusal && !this.naming.uidl);
    const nameless = numbers.filter((_, index) => unnamed(given[index]));
    const many = nameless.length > this.naming.limits.namelessMost;
    if (nameless.length === 0 || many || !this.naming.top) return given;
    const sizes = await this.session.listOf(nameless, options);
    const names = await this.#names(
      nameless.map((number, index) => [number, typeof sizes[index] === 'number' ? sizes[index] : 0]),
    );
    return given.map((answer, index) => names.get(numbers[index] ?? 0) ?? answer);
  }

  /** As the server names them; nameless numbers where it knows no UIDL at all. */
  async #given(): Promise<{ number: number; uidl: string }[]> {
    try {
      return await this.session.uidl();
    } catch (error) {
      const unknown = error instanceof Pop3Refusal && error.class === 'permanent';
      if (!unknown || this.naming.uidl || !this.naming.top) throw error;
      return (await this.session.list()).map(({ number }) => ({ number, uidl: '' }));
    }
  }

  async #names(
    messages: readonly (readonly [number: number, octets: number])[],
  ): Promise<Map<number, string>> {
    this.#looked = true;
    const octetsOf = new Map(messages);
    const names = new Map<number, string>();
    let header = new HeaderCollector(this.naming.limits.proofHeaderOctets);
    await this.session.topMany(
      [...octetsOf.keys()],
      0,
      {
        begin: () => {
          header = new HeaderCollector(this.naming.limits.proofHeaderOctets);
        },
        data: (view) => void header.push(view),
        end: (number) => {
          const form = header.form();
          if (!form) return;
          const digest = createHash('sha256').update(form.octets).digest('hex').slice(0, 40);
          names.set(number, `${computedName}${digest}.${octetsOf.get(number) ?? 0}`);
        },
        refused() {},
      },
      { pipelining: this.naming.pipelining },
    );
    return names;
  }
}
