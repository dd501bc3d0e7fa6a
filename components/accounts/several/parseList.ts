import type { Security } from '@/lib/contract/routes';
import { domainOf, usualPort } from '../guessSettings';

/** One line of a list of accounts, as far as it says something. */
export interface ListedAccount {
  /** Of the line, from 1 on. */
  line: number;
  address: string;
  /** null: its settings are looked for. */
  host: string | null;
  port: number;
  security: Security;
  /** The address where the line names none. */
  username: string;
  /** Empty: it has to be typed. */
  password: string;
  /** Why the line cannot be used; null: it can. */
  problem: LineProblem | null;
}

export type LineProblem = 'address' | 'port' | 'security' | 'twice' | 'tooMany' | 'quote';

const columns = ['address', 'server', 'user', 'password', 'port', 'security'] as const;
type Column = (typeof columns)[number];

/** Names of columns as lists have them; in lower case, without anything but letters. */
const columnNames: Readonly<Record<string, Column>> = {
  address: 'address',
  email: 'address',
  emailaddress: 'address',
  mail: 'address',
  server: 'server',
  host: 'server',
  pop: 'server',
  popserver: 'server',
  user: 'user',
  username: 'user',
  login: 'user',
  name: 'user',
  password: 'password',
  pass: 'password',
  port: 'port',
  security: 'security',
  encryption: 'security',
};

const securities: Readonly<Record<string, Security>> = {
  '': 'tls',
  tls: 'tls',
  ssl: 'tls',
  'ssl/tls': 'tls',
  starttls: 'starttls',
  stls: 'starttls',
  none: 'none',
  plain: 'none',
};

/** More accounts than a browser keeps signed in come from no list. */
export const maxLines = 100;

/**
 * Reads a pasted list or CSV (RFC 4180; commas, semicolons or tabs): address, server, user, password, port, security, of
 * which the address alone has to be there. A first line without an address may name the columns in another order.
 */
export function parseList(text: string): ListedAccount[] {
  const rows = rowsOf(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  const [first] = rows;
  const named = first && !first.broken ? namesIn(first.cells) : null;
  const seen = new Set<string>();
  return (named ? rows.slice(1) : rows)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells, broken }, index) => {
      const cell = (column: Column) => {
        const at = (named ?? columns).indexOf(column);
        const value = at < 0 ? '' : (cells[at] ?? '');
        // Spaces belong to a password, and to nothing else.
        return column === 'password' ? value : value.trim();
      };
      const account = accountOf(line, cell);
      const maildrop = JSON.stringify([account.address.toLowerCase(), account.host, account.username]);
      const twice = seen.has(maildrop);
      seen.add(maildrop);
      const problem = broken ? 'quote' : index >= maxLines ? 'tooMany' : twice ? 'twice' : account.problem;
      return { ...account, problem };
    });
}

function accountOf(line: number, cell: (column: Column) => string): ListedAccount {
  const address = cell('address');
  const [, named = '', with_ = ''] = /^(.*?)(?::(\d+))?$/.exec(cell('server')) ?? [];
  const said = cell('port') || with_;
  const security = securities[cell('security').toLowerCase()];
  const known = security ?? 'tls';
  const port = said === '' ? usualPort[known] : Number(said);
  const fits = Number.isInteger(port) && port >= 1 && port <= 65_535;
  return {
    line,
    address,
    host: named === '' ? null : named.toLowerCase(),
    port,
    security: known,
    username: cell('user') || address,
    password: cell('password'),
    problem:
      domainOf(address) === null || /[\s;,]/.test(address)
        ? 'address'
        : !fits
          ? 'port'
          : security === undefined
            ? 'security'
            : null,
  };
}

/** The columns that a first line names; null: it is an account. */
function namesIn(cells: readonly string[]): (Column | null)[] | null {
  const named = cells.map((cell) => columnNames[cell.toLowerCase().replace(/[^a-z]/g, '')] ?? null);
  return named.includes('address') && !cells.some((cell) => cell.includes('@')) ? named : null;
}

interface Row {
  line: number;
  cells: string[];
  /** A quote was opened and not closed. */
  broken: boolean;
}

const quotedCell = /"((?:[^"]|"")*)"/y;

/** Lines and their cells; a quoted cell may hold what parts them, and lines. */
function rowsOf(text: string): Row[] {
  const usual = separatorOf(text);
  const rows: Row[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const row: Row = { line, cells: [], broken: false };
    const [own = ''] = text.slice(at).split('\n', 1);
    // Lines that were pasted together from several places are parted each in their own way.
    const separator = own.includes(usual) ? usual : separatorOf(own);
    for (let ended = false; !ended; ) {
      const quoted = text[at] === '"';
      let cell = '';
      if (quoted) {
        quotedCell.lastIndex = at;
        const found = quotedCell.exec(text);
        if (!found) {
          row.broken = true;
          rows.push(row);
          return rows;
        }
        cell = (found[1] ?? '').replaceAll('""', '"');
        line += cell.split('\n').length - 1;
        at += found[0].length;
      }
      const ends = text.indexOf('\n', at);
      const rest = text.slice(at, ends < 0 ? text.length : ends);
      const next = rest.indexOf(separator);
      row.cells.push(cell + (next < 0 ? rest : rest.slice(0, next)));
      at += (next < 0 ? rest.length : next) + 1;
      ended = next < 0;
    }
    line += 1;
    rows.push(row);
  }
  return rows;
}

/** What parts the cells of the first line: a tab, else a semicolon, else a comma. */
function separatorOf(text: string): string {
  const [first = ''] = text.split('\n');
  return first.includes('\t') ? '\t' : first.includes(';') ? ';' : ',';
}
