// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of Sieve are written like this

import { listIdIn } from '@/lib/mail/listId';
import { isAddressField, isHeaderName } from './headerNames';
import type { Condition, Rule, RuleAction } from './types';

/** What the script calls folders and labels, and which account's server it is for. */
export interface SieveNames {
  /** Names from the top, parted by slashes; null: there is no such folder any more. */
  folder(id: string): string | null;
  label(id: string): string | null;
  account: string;
}

/**
 * Rules as a Sieve script (RFC 5228), for the server of one account. It does what the rules do here: the first that moves a
 * message decides where to, flags add up, and a rule can stop those behind it. For that it keeps variables (RFC 5229), and
 * files at its end. What Sieve has no word for stands in it as a comment.
 */
export function sieveOf(rules: readonly Rule[], names: SieveNames): string {
  const used = new Set<string>(['fileinto', 'mailbox', 'variables', 'imap4flags']);
  const blocks = rules
    .filter(({ on, conditions }) => on && conditions.length > 0)
    .map((rule) => block(rule, names, used));
  const requires = [...used].sort().map(quoted).join(', ');
  return [
    `require [${requires}];`,
    // RFC 5229 has no way to write "${" but this.
    'set "dollar" "$";',
    'set "folder" "";',
    'set "stopped" "";',
    '',
    ...blocks,
    'if not string :is "${folder}" "" {',
    '  fileinto :create "${folder}";',
    '}',
    '',
  ].join('\r\n');
}

function block(rule: Rule, names: SieveNames, used: Set<string>): string {
  const tests = rule.conditions.map((condition) => test(condition, names, used));
  const all = `${rule.match === 'all' ? 'allof' : 'anyof'} (${tests.join(',\r\n    ')})`;
  const lines = [
    `# ${comment(rule.name)}`,
    'if allof (not string :is "${stopped}" "1",',
    `  ${all}) {`,
    ...rule.actions.map((action) => `  ${command(action, names)}`),
  ];
  if (rule.stop) lines.push('  set "stopped" "1";');
  return [...lines, '}', ''].join('\r\n');
}

function test(condition: Condition, { account }: SieveNames, used: Set<string>): string {
  switch (condition.kind) {
    case 'header': {
      const { how, value } = condition;
      // No message has such a header, and a server that is told of one refuses the whole script.
      if (!isHeaderName(condition.header.trim())) return how === 'containsNot' ? 'true' : 'false';
      const header = quoted(condition.header.trim());
      const addresses = isAddressField(condition.header.trim());
      if (how === 'exists') return `exists ${header}`;
      if (how === 'is' && addresses && value.includes('@')) return `address :is ${header} ${quoted(value)}`;
      if (how === 'begins' || how === 'ends') {
        const pattern = quoted(how === 'begins' ? `${literal(value)}*` : `*${literal(value)}`);
        const whole = `header :matches ${header} ${pattern}`;
        return addresses ? `anyof (${whole}, address :matches ${header} ${pattern})` : whole;
      }
      const positive = `header :${how === 'is' ? 'is' : 'contains'} ${header} ${quoted(value)}`;
      return how === 'containsNot' ? `not ${positive}` : positive;
    }
    case 'body': {
      used.add('body');
      const positive = `body :text :contains ${quoted(condition.value)}`;
      return condition.how === 'containsNot' ? `not ${positive}` : positive;
    }
    case 'size':
      return `size :${condition.how === 'larger' ? 'over' : 'under'} ${condition.octets}`;
    case 'attachment': {
      used.add('mime');
      const positive = 'header :mime :anychild :contains "Content-Disposition" "attachment"';
      return condition.value ? positive : `not ${positive}`;
    }
    case 'account':
      return condition.account === account ? 'true' : 'false';
    case 'list':
      return `header :contains "List-Id" ${quoted(`<${listIdIn(condition.value) ?? condition.value.trim()}>`)}`;
  }
}

function command(action: RuleAction, names: SieveNames): string {
  switch (action.kind) {
    case 'move': {
      const name = systemNames[action.folder] ?? names.folder(action.folder);
      if (name === null) return '# moved to a folder that is no more';
      return `if string :is "\${folder}" "" { set "folder" ${quoted(name)}; }`;
    }
    case 'label': {
      const name = names.label(action.label);
      return name === null ? '# labelled with a label that is no more' : `addflag ${quoted(keyword(name))};`;
    }
    case 'star':
      return 'addflag "\\\\Flagged";';
    case 'read':
      return 'addflag "\\\\Seen";';
    case 'quiet':
      return '# asks for no notice, which Sieve has no word for';
    case 'server':
      return '# leaves the server once its copy is proved, which Postbag does itself';
  }
}

const systemNames: Readonly<Record<string, string>> = {
  inbox: 'INBOX',
  archive: 'Archive',
  junk: 'Junk',
  trash: 'Trash',
};

/** RFC 5228 §2.4.2: a quote and a backslash get a backslash. With RFC 5229, "${" would begin a variable. */
function quoted(text: string): string {
  const line = text.replace(/[\r\n\0]+/g, ' ');
  return `"${line
    .replace(/\$\{/g, '$\0{')
    .replace(/["\\]/g, '\\$&')
    .replace(/\$\0\{/g, '${dollar}{')}"`;
}

/** What `:matches` takes as it is (RFC 5228 §2.7.1). */
const literal = (text: string) => text.replace(/[*?\\]/g, '\\$&');

const longestKeyword = 50;

/**
 * A flag is an atom (RFC 9051): spaces in a label's name become underscores. Of a name with other signs what can be read
 * stays, and a hash of it tells it from others of which the same stays, or nothing.
 */
function keyword(name: string): string {
  const spaced = name.trim().replace(/\s+/g, '_');
  if (spaced.length <= longestKeyword && /^[A-Za-z0-9$+._-]+$/.test(spaced)) return spaced;
  const bare = spaced.normalize('NFKD').replace(/\p{M}/gu, '');
  const readable = bare.replace(/[^A-Za-z0-9$+.-]+/g, '_').replace(/^_+|_+$/g, '');
  return `${readable.slice(0, longestKeyword) || 'label'}-${hash(name)}`;
}

/** FNV-1a of its code units, in seven signs at most: the same in every script, so that flags stay what they were. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(36);
}

const comment = (text: string) => text.replace(/[\r\n\0]+/g, ' ').slice(0, 200);
