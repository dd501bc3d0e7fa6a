/**
 * What the receiving server found out about a message's sender (Authentication-Results, RFC 8601).
 *
 * Anybody can write such a header, so that one counts only when the receiving server wrote it:
 *
 * - Servers put theirs on top of all that came. Only the run of these headers at the top is looked at; what follows after
 *   another server's came with the message.
 * - Its name (authserv-id) has to be the account's: the one on top of nearly all of its mail, from many senders. No sender
 *   writes most of one's mail. Until that is known, nothing is believed.
 * - A sender may put a forged header, under the right name, right below the server's (which ought to remove it, §5, and
 *   does not always). So no more of the run is believed than the server has always written, and of each method the
 *   topmost result counts.
 */

export type Verdict = 'pass' | 'fail' | 'none' | 'other';

export interface Authentication {
  /** Who checked: the authserv-id. */
  server: string;
  spf: Verdict | null;
  dmarc: Verdict | null;
  /** Signatures, each with the domain that signed (`header.d`); empty where it is not told. */
  dkim: { verdict: Verdict; domain: string }[];
}

export type Header = { name: string; value: string };

/** What the top of one message shows of its receiver: how many of these headers stand there under one name. */
export interface Receipt {
  /** Empty where there are none. */
  server: string;
  headers: number;
  /** The sender's domain. */
  domain: string;
}

interface Results {
  server: string;
  results: { method: string; verdict: Verdict; properties: ReadonlyMap<string, string> }[];
}

/** Of so many messages, from so many domains at least, nearly all bear the name: then it is the receiver's. */
const enoughDomains = 5;
const nearlyAll = 0.8;

/** The receiver's name and how many headers it always writes; null as long as that is not clear. */
export function receiverOf(receipts: readonly Receipt[]): { server: string; headers: number } | null {
  const servers = new Map<string, Receipt[]>();
  for (const receipt of receipts) {
    servers.set(receipt.server, [...(servers.get(receipt.server) ?? []), receipt]);
  }
  for (const [server, own] of servers) {
    const domains = new Set(own.map(({ domain }) => domain));
    if (server === '' || domains.size < enoughDomains || own.length < nearlyAll * receipts.length) continue;
    return { server, headers: Math.min(...own.map(({ headers }) => headers)) };
  }
  return null;
}

/** What the top of a message shows. */
export function receiptOf(headers: readonly Header[], domain: string): Receipt {
  const run = topRun(headers);
  return { server: run[0]?.server ?? '', headers: run.length, domain };
}

/** What the account's receiver found out; null where it wrote nothing on this message. */
export function authenticationOf(
  headers: readonly Header[],
  receiver: { server: string; headers: number },
): Authentication | null {
  const run = topRun(headers).slice(0, receiver.headers);
  if (run.length === 0 || run[0]?.server !== receiver.server) return null;
  const first = (method: string) =>
    run.flatMap(({ results }) => results).find((result) => result.method === method)?.verdict ?? null;
  const signed = run.find(({ results }) => results.some(({ method }) => method === 'dkim'));
  return {
    server: receiver.server,
    spf: first('spf'),
    dmarc: first('dmarc'),
    dkim: (signed?.results ?? [])
      .filter(({ method }) => method === 'dkim')
      .map(({ verdict, properties }) => ({
        verdict,
        domain: properties.get('header.d') ?? properties.get('header.i')?.replace(/^.*@/, '') ?? '',
      })),
  };
}

/** The first header of the kind, and those that follow it at once under the same name. */
function topRun(headers: readonly Header[]): Results[] {
  const from = headers.findIndex(({ name }) => isResults(name));
  if (from < 0) return [];
  const run: Results[] = [];
  for (const { name, value } of headers.slice(from, from + 10)) {
    if (!isResults(name)) break;
    const results = parseResults(value);
    if (!results || (run[0] && results.server !== run[0].server)) break;
    run.push(results);
  }
  return run;
}

const isResults = (name: string) => name.toLowerCase() === 'authentication-results';

/** RFC 8601 §2.2, as far as it is used; null for what has no name in front. */
export function parseResults(value: string): Results | null {
  const [head = '', ...clauses] = withoutComments(value.slice(0, 8_000)).split(';');
  const server = head.trim().split(/\s+/)[0]?.toLowerCase() ?? '';
  if (!/^[a-z0-9._-]+$/.test(server) || head.includes('=')) return null;
  return {
    server,
    results: clauses.flatMap((clause) => {
      const [first = '', ...rest] = clause.trim().split(/\s+/);
      const [, method = '', result = ''] = /^([a-z-]+)(?:\/\d+)?=([a-z]+)$/i.exec(first) ?? [];
      if (method === '') return [];
      const properties = rest.flatMap((pair) => {
        const [, name = '', text = ''] = /^([a-z]+\.[a-z-]+)=(.*)$/i.exec(pair) ?? [];
        return name === '' ? [] : [[name.toLowerCase(), text.toLowerCase()] as const];
      });
      return [{ method: method.toLowerCase(), verdict: verdictOf(result), properties: new Map(properties) }];
    }),
  };
}

function verdictOf(result: string): Verdict {
  const word = result.toLowerCase();
  if (word === 'pass' || word === 'none') return word;
  return word === 'fail' || word === 'softfail' || word === 'permerror' ? 'fail' : 'other';
}

/** Comments may be nested; quotes go with their text, which may hold a semicolon. */
function withoutComments(text: string): string {
  let plain = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\\') at += 1;
    else if (quoted) quoted = letter !== '"';
    else if (letter === '"') quoted = depth === 0;
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) plain += letter;
  }
  return plain;
}
