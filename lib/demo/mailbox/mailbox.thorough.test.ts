import { Buffer } from 'node:buffer';
import PostalMime, { type Email } from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshKinds } from './fresh';
import { freshMessage, type SampleMessage, sampleMessages } from './index';

const now = new Date('2026-11-21T13:37:00Z');

interface Parsed {
  /** As it lies on the server; of a very large message the beginning. */
  source: string;
  /** Header and decoded bodies: what a person can come to see. */
  seen: string;
  mail: Email;
}

let messages: SampleMessage[] = [];
let parsed: Parsed[] = [];
/** Processor time in ms: unlike the wall clock it does not count what other programs do meanwhile. */
let duration = 0;

/** Bytes as characters 0-255, so that patterns see what is on the wire. */
const latin1 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

async function parse({ bytes }: SampleMessage): Promise<Parsed> {
  const source = latin1(bytes.length < 1_000_000 ? bytes : bytes.subarray(0, 20_000));
  const mail = await PostalMime.parse(bytes);
  const head = source.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return { source, seen: `${head}\n\n${mail.text ?? ''}\n${mail.html ?? ''}`, mail };
}

const bySubject = (subject: string): Parsed => {
  const found = parsed.find(({ mail }) => mail.subject === subject);
  if (!found) throw new Error(`no message has the subject ${subject}`);
  return found;
};

/** The time at which our server took the message in: there even when Date is not. */
const receivedAt = (source: string) => Date.parse(/Received:[\s\S]*?;\s+([^\r\n]+)/.exec(source)?.[1] ?? '');

beforeAll(async () => {
  const before = process.cpuUsage();
  messages = await sampleMessages(now);
  const { user, system } = process.cpuUsage(before);
  duration = (user + system) / 1000;
  parsed = await Promise.all(messages.map(parse));
});

describe('the sample mailbox', () => {
  it('has at least 90 messages, made in under two seconds of processor time', () => {
    expect(messages.length).toBeGreaterThanOrEqual(90);
    expect(duration).toBeLessThan(2000);
  });

  it('names each message once', () => {
    for (const { uidl } of messages) expect(uidl).toMatch(/^[\x21-\x7e]{1,70}$/);
    expect(new Set(messages.map(({ uidl }) => uidl)).size).toBe(messages.length);
    const ids = parsed.map(({ mail }) => mail.messageId);
    expect(ids.filter((id) => !id)).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same for the same now, and has other UIDLs for another', async () => {
    const again = await sampleMessages(now);
    expect(again.map(({ uidl }) => uidl)).toEqual(messages.map(({ uidl }) => uidl));
    expect(
      again.every(({ bytes }, index) => Buffer.compare(bytes, messages[index]?.bytes ?? bytes) === 0),
    ).toBe(true);
    const later = await sampleMessages(new Date(now.getTime() + 1));
    const known = new Set(messages.map(({ uidl }) => uidl));
    expect(later.some(({ uidl }) => known.has(uidl))).toBe(false);
  });

  it.each(['2026-11-21T13:37:00Z', '2027-01-01T00:05:00Z', '2028-02-29T23:55:00Z'])(
    'at %s runs over about five months, the oldest first, nothing from the future',
    async (time) => {
      const at = new Date(time);
      const times = (await sampleMessages(at)).map(({ bytes }) => receivedAt(latin1(bytes.subarray(0, 600))));
      expect(times).toEqual([...times].sort((a, b) => a - b));
      const ages = times.map((received) => (at.getTime() - received) / 86_400_000);
      expect(Math.min(...ages)).toBeGreaterThan(0);
      expect(Math.min(...ages) * 24).toBeLessThan(2);
      expect(Math.max(...ages)).toBeGreaterThan(140);
      expect(ages.filter((age) => age < 22).length).toBeGreaterThan(ages.length / 2);
      expect(ages.filter((age) => age < 0.5).length).toBeGreaterThanOrEqual(5);
    },
  );

  it('writes its dates in many zones', () => {
    const zones = new Set(
      parsed.flatMap(({ source }) => /^Date: .* ([+-]\d{4})\r?$/m.exec(source)?.[1] ?? []),
    );
    expect(zones.size).toBeGreaterThanOrEqual(8);
  });

  it('ends every line with CRLF except where LF is the point, and keeps lines under 998 where long is not', () => {
    const bare = messages.filter(({ bytes }) => latin1(bytes).replaceAll('\r\n', '').includes('\n'));
    expect(bare.length).toBe(1);
    const long = parsed.filter(({ source }) => source.split('\r\n').some((line) => line.length > 998));
    expect(long.map(({ mail }) => mail.subject)).toEqual(['Inventory, all in one line']);
  });

  it('keeps conversations in order: an answer never comes before what it answers', () => {
    const place = new Map(parsed.map(({ mail }, index) => [mail.messageId, index]));
    const answers = parsed.flatMap(({ mail }, index) => {
      const ancestors = (mail.references ?? '').split(/\s+/).filter(Boolean);
      if (ancestors.length && mail.messageId && !mail.subject?.startsWith('Undelivered'))
        expect(mail.inReplyTo).toBe(ancestors.at(-1));
      return ancestors.flatMap((id) => {
        const before = place.get(id);
        return before === undefined ? [] : [before < index];
      });
    });
    expect(answers.length).toBeGreaterThan(40);
    expect(answers.every(Boolean)).toBe(true);
  });

  it('writes to reserved domains only', () => {
    const hosts = parsed.flatMap(({ seen }) =>
      [...seen.matchAll(/(?:@|https?:\/\/)([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)].map(([, host]) => host),
    );
    expect(hosts.length).toBeGreaterThan(500);
    for (const host of hosts) expect(host).toMatch(/\.(?:example|test|invalid)$|^2x\.jpg$/);
  });
});

describe('charsets', () => {
  it.each([
    ['iso-8859-9', 'Salon için ışık keşfi', 'Çığlık atan bir kapı'],
    ['big5', '鶯歌老街的茶壺', '壺蓋有一點歪'],
    ['iso-2022-jp', '茶碗の貸し出しについて', '祖母の親指がちょうど合うからです'],
    ['windows-1251', 'Чашка с трещиной', 'сторож пил из неё чай'],
    ['koi8-r', 'Re: Чашка с трещиной', 'Зелёная лучше'],
    ['gb18030', '拍摄时间', '请不要让那只橘猫进摄影棚'],
    ['euc-kr', '달항아리 크기 확인 부탁드립니다', '달도 매일 둥글지는 않으니까요'],
    ['iso-8859-7', 'Το πιθάρι της γιαγιάς', 'Η γιαγιά το γέμιζε λάδι'],
    ['windows-1255', 'הקערה הגיעה (Bowl no. 12)', 'בלי שום סדק'],
    ['iso-8859-2', 'Fekete kerámia, őszi kiállítás', 'szilvalekvárt'],
    ['iso-8859-1', 'Étiquettes : la taille des caractères', '« Bols du monde »'],
  ])('%s is really in the header and in the body', (charset, subject, words) => {
    const { source, mail } = bySubject(subject);
    expect(source.toLowerCase()).toMatch(new RegExp(`^subject: =\\?${charset}\\?[bq]\\?`, 'm'));
    expect(source.toLowerCase()).toContain(`charset=${charset}`);
    expect((mail.text ?? '').replace(/\s+/g, ' ')).toContain(words);
  });

  it.each([
    ['الخط على حافة الصحن', 'ومن أنهى طعامه غسل الصحن'],
    ['Işık ayarları ve yeni program', 'ışık planını ekledim'],
    ['关于展览的照片', '请查收附件'],
    ['Re: 茶碗の貸し出しについて（発送のご連絡）', 'いちばん快適に旅をする乗客だと思います'],
    ['நன்றி! The bowl arrived', 'அன்புடன்'],
  ])('UTF-8: %s', (subject, words) => {
    expect(bySubject(subject).mail.text?.replace(/\s+/g, ' ')).toContain(words);
  });

  it('folds encoded words at 75 characters', () => {
    for (const { source } of parsed)
      for (const [word] of source.matchAll(/=\?[\w-]+\?[BQ]\?[^?\r\n]*\?=/g))
        expect(word.length).toBeLessThanOrEqual(75);
  });
});

describe('kinds of mail', () => {
  const having = (pattern: RegExp) =>
    parsed.filter(({ source, seen }) => pattern.test(source) || pattern.test(seen)).length;
  const files = () => parsed.flatMap(({ mail }) => mail.attachments);

  it.each([
    ['tracking pixels', /width="1" height="1"/, 15],
    ['list headers with one-click leaving', /^List-Unsubscribe-Post:/m, 10],
    ['mailing lists', /^List-Post:/m, 15],
    ['alternative text and HTML', /multipart\/alternative/, 20],
    ['pictures in the text', /multipart\/related/, 2],
    ['an invitation', /text\/calendar; method=REQUEST/, 1],
    ['a delivery report', /multipart\/report;\s+report-type=delivery-status/, 1],
    ['a forwarded message', /Content-Type: message\/rfc822/, 1],
    ['format=flowed', /format=flowed(?!; delsp)/, 2],
    ['delsp=yes', /format=flowed; delsp=yes/, 1],
    ['quotes four deep', /^>>>>\s/m, 1],
    ['signatures', /^-- \r?$/m, 5],
    ['quoted-printable', /^Content-Transfer-Encoding: quoted-printable/m, 20],
    ['8bit', /^Content-Transfer-Encoding: 8bit/m, 5],
    ['base64 text', /text\/plain[^\r]*\r\nContent-Transfer-Encoding: base64/, 2],
    ['bare bytes in a header', /^Subject: [^\r\n]*[\x80-\xff]/m, 2],
    ['RFC 2231 names', /filename\*=utf-8''/, 2],
    ['continued RFC 2231 names', /filename\*0\*=utf-8''/, 1],
    ['a date in the header', /^Date: /m, 100],
  ])('%s', (_, pattern, atLeast) => {
    expect(having(pattern)).toBeGreaterThanOrEqual(atLeast);
  });

  it('attachments of many types, with the bytes of their type', () => {
    const starts: Record<string, string> = {
      'application/pdf': '%PDF-1.4',
      'image/png': '\x89PNG\r\n\x1a\n',
      'image/jpeg': '\xff\xd8\xff\xe0',
      'application/zip': 'PK\x03\x04',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'PK\x03\x04',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'PK\x03\x04',
      'audio/wav': 'RIFF',
      'text/vcard': 'BEGIN:VCARD',
      'text/calendar': 'BEGIN:VCALENDAR',
      'text/csv': 'no;sahne',
    };
    for (const [type, start] of Object.entries(starts)) {
      const file = files().find((candidate) => candidate.mimeType === type);
      const head =
        file &&
        Buffer.from(file.content as ArrayBuffer)
          .subarray(0, start.length)
          .toString('latin1');
      expect(head, type).toBe(start);
    }
  });

  it('a sound of 12 MB', () => {
    const sound = files().find((file) => file.mimeType === 'audio/wav');
    expect(sound && (sound.content as ArrayBuffer).byteLength).toBe(12 * 1024 * 1024);
  });

  it('cid pictures that the HTML asks for', () => {
    const { mail } = bySubject("Grandma's recipes, scanned");
    const asked = [...(mail.html ?? '').matchAll(/cid:([^"]+)/g)].map(([, id]) => `<${id}>`);
    expect(asked.length).toBe(2);
    const shown = mail.attachments
      .filter((file) => file.disposition === 'inline')
      .map((file) => file.contentId);
    expect(shown).toEqual(asked);
  });

  it('oddities: nobody is lost', () => {
    const without = (name: string) =>
      parsed.filter(({ mail }) => !mail.headers.some((header) => header.key === name));
    expect(without('subject').length).toBe(1);
    expect(without('date').length).toBe(1);
    expect(bySubject('Winter fair: all 300 stalls, one extension lead').mail.to?.length).toBe(300);
    expect(bySubject('Candlestick').mail.text?.trim()).toBe('');
    expect(parsed.some(({ mail }) => /^\S{300,}$/.test(mail.subject ?? ''))).toBe(true);
    const phishing = bySubject('URGENT: Your acount will be suspended within 24 hours!!').mail.html ?? '';
    expect(phishing).toMatch(
      /<a href="http:\/\/[^"]*quick-forms\.example[^"]*">https:\/\/www\.nordbanken\.example/,
    );
    const cut = bySubject('Scan_0001 (interrupted)');
    expect(cut.source).not.toContain('--scan-0001--');
    expect(cut.mail.attachments.length).toBe(1);
    const mismatch = bySubject('Scan_0002 (somebody kicked me)').source;
    expect(mismatch.includes('boundary="scan-0002"') && !mismatch.includes('--scan-0002')).toBe(true);
  });
});

describe('fresh mail', () => {
  it('has at least 12 kinds by different people, and never the same twice', async () => {
    expect(freshKinds).toBeGreaterThanOrEqual(12);
    const rounds = 3 * freshKinds;
    const fresh = await Promise.all(
      Array.from({ length: rounds }, (_, n) => freshMessage(n, new Date(now.getTime() + n * 60_000))),
    );
    const mails = await Promise.all(fresh.map(parse));
    expect(new Set(fresh.map(({ uidl }) => uidl)).size).toBe(rounds);
    expect(new Set(mails.map(({ mail }) => mail.messageId)).size).toBe(rounds);
    expect(
      new Set(mails.slice(0, freshKinds).map(({ mail }) => mail.from?.address)).size,
    ).toBeGreaterThanOrEqual(12);
    expect(new Set(mails.map(({ mail }) => `${mail.subject} ${mail.text}`)).size).toBe(rounds);
    mails.forEach(({ mail }, n) => {
      expect(Date.parse(mail.date ?? '') - now.getTime()).toBe(n * 60_000);
    });
  });

  it('goes on with conversations of the mailbox', async () => {
    const ids = new Set(parsed.map(({ mail }) => mail.messageId));
    const fresh = await Promise.all(Array.from({ length: freshKinds }, (_, n) => freshMessage(n, now)));
    const mails = await Promise.all(fresh.map(parse));
    const joined = mails.filter(({ mail }) => (mail.references ?? '').split(/\s+/).some((id) => ids.has(id)));
    expect(joined.length).toBeGreaterThanOrEqual(6);
  });

  it('refuses a number that is none', async () => {
    await expect(freshMessage(-1, now)).rejects.toThrow(RangeError);
    await expect(freshMessage(0.5, now)).rejects.toThrow(RangeError);
  });
});
