import fc from 'fast-check';
import { parseCapabilities } from '@/lib/pop3/capabilities';
import { cleanWords } from '@/lib/pop3/errors';
import { limits } from '@/lib/pop3/limits';
import { namedMessage, refusalOf, twoNumbers } from '@/lib/pop3/replies';
import { responseCodeOf } from '@/lib/pop3/responseCodes';
import { ending, hostile, must } from './octets';
import type { Torture } from './torture';
import { capabilityLines, listLine, uidlLine } from './transcripts';

const hostileLine = hostile.map((octets) => octets.toString('latin1'));
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const classes = ['auth', 'busy', 'delay', 'temporary', 'permanent'];

const capa: Torture = {
  name: 'CAPA',
  share: 7,
  expected: ['pipelining', 'delay', 'expire', 'sasl', 'nothing'],
  property: (note) =>
    fc.property(fc.oneof(capabilityLines, fc.array(hostileLine, { maxLength: 8 })), (lines) => {
      const found = parseCapabilities(lines);
      must(found.loginDelay === null || isCount(found.loginDelay), 'LOGIN-DELAY is no count.');
      must(found.expire === null || found.expire === 'never' || isCount(found.expire), 'EXPIRE is no count.');
      for (const [tag, parameters] of found.tags) {
        must(tag === tag.toUpperCase() && !/[ \t]/.test(tag), `The tag ${tag} is not cut.`);
        must(Array.isArray(parameters), 'A tag has no list of parameters.');
      }
      must(!found.tags.has('IMPLEMENTATION'), 'IMPLEMENTATION was kept.');
      note(found.pipelining ? 'pipelining' : 'nothing');
      if (found.loginDelay !== null) note('delay');
      if (found.expire !== null) note('expire');
      if (found.sasl.length > 0) note('sasl');
    }),
};

const listing: Torture = {
  name: 'LIST and STAT',
  share: 7,
  expected: ['read', 'protocol'],
  property: (note) =>
    fc.property(fc.oneof(listLine, hostileLine), (line) => {
      try {
        const numbers = twoNumbers('LIST', line);
        must(numbers.length === 2 && numbers.every(isCount), `${line} became ${numbers}.`);
        note('read');
      } catch (error) {
        note(ending(error));
      }
    }),
};

const uidls: Torture = {
  name: 'UIDL',
  share: 7,
  expected: ['read', 'empty', 'protocol', 'limit'],
  property: (note) =>
    fc.property(fc.oneof(uidlLine, hostileLine), (line) => {
      try {
        const { number, uidl } = namedMessage(line);
        must(isCount(number), `${line} has the number ${number}.`);
        must(uidl.length <= limits.uidlOctets && !/[\r\n\0]/.test(uidl), 'A UIDL is not fit to be a key.');
        must(line.endsWith(uidl), 'A UIDL was changed.');
        note(uidl === '' ? 'empty' : 'read');
      } catch (error) {
        note(ending(error));
      }
    }),
};

const codes: Torture = {
  name: 'response codes',
  share: 7,
  expected: ['auth', 'busy', 'delay', 'temporary', 'permanent'],
  property: (note) => {
    const code = fc.oneof(
      fc.constantFrom(
        'AUTH',
        'IN-USE',
        'in-use',
        'LOGIN-DELAY',
        'SYS/TEMP',
        'SYS/PERM',
        'SYS/',
        'SYS',
        'AUTH/X',
      ),
      fc.constantFrom('__proto__', 'constructor/x', 'toString', 'x'.repeat(65), '', 'a b'),
      hostileLine,
    );
    const words = fc
      .tuple(fc.constantFrom('', ' ', '  '), code, hostileLine)
      .map(([gap, name, text]) => `${gap}[${name}]${text}`);
    return fc.property(fc.oneof(words, hostileLine), (line) => {
      const found = responseCodeOf(line);
      must(
        found === null || (/^[\x21-\x5c\x5e-\x7e]{1,64}$/.test(found) && found === found.toUpperCase()),
        `${found}`,
      );
      const refused = refusalOf('RETR', line, 'permanent');
      must(classes.includes(refused.class), `A refusal has the class ${refused.class}.`);
      note(refused.class);
    });
  },
};

/** What a server says never carries a secret, a control character or a flood to whoever reads the error. */
const saying: Torture = {
  name: "the server's words",
  share: 7,
  expected: ['hidden', 'plain'],
  property: (note) => {
    const secret = fc.oneof(
      fc.constantFrom('hunter2', 'pass word', 'gehé\u00efm', '密码12', 'a.*+?^$', '(x|y)', 'A\u00adB', '\\d'),
      fc
        .string({ unit: 'grapheme', minLength: 3, maxLength: 20 })
        .filter((text) => !/^[\s*]|[\s*]$/.test(text)),
    );
    return fc.property(secret, hostile, hostile, fc.boolean(), (password, before, after, echoes) => {
      const octets = Buffer.concat([before, echoes ? Buffer.from(password) : Buffer.alloc(0), after]);
      const said = cleanWords(octets, [password]);
      must(Array.from(said).length <= limits.saidCharacters, 'The words were not cut.');
      must(
        !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(said),
        `Control characters were left in ${JSON.stringify(said)}.`,
      );
      const misread = Buffer.from(password).toString('latin1');
      must(
        !said.includes(password) && !said.includes(misread),
        `The secret was left in ${JSON.stringify(said)}.`,
      );
      note(said.includes('***') ? 'hidden' : 'plain');
    });
  },
};

export const parserTortures: readonly Torture[] = [capa, listing, uidls, codes, saying];
