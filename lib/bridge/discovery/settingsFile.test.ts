import { describe, expect, it } from 'vitest';
import { autodiscoverRequest, readAutoconfig, readAutodiscover } from './settingsFile';

const octets = (text: string) => new TextEncoder().encode(text);
const config = (inside: string) =>
  octets(
    `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">${inside}</emailProvider></clientConfig>`,
  );
const pop = (more: Record<string, string> = {}) => {
  const fields = {
    hostname: 'pop.example.com',
    port: '995',
    socketType: 'SSL',
    username: '%EMAILADDRESS%',
    ...more,
  };
  const inside = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<incomingServer type="pop3">${inside.join('')}<authentication>password-cleartext</authentication></incomingServer>`;
};
const smtp =
  '<outgoingServer type="smtp"><hostname>smtp.example.com</hostname><port>587</port><socketType>STARTTLS</socketType><username>%EMAILLOCALPART%</username></outgoingServer>';
const ada = 'ada@example.com';

describe('a settings file of Mozilla’s format', () => {
  it('gives its POP3 servers in order, and the first one for sending', () => {
    const imap =
      '<incomingServer type="imap"><hostname>imap.example.com</hostname><port>993</port><socketType>SSL</socketType></incomingServer>';
    const second = pop({
      hostname: 'POP.%EMAILDOMAIN%.',
      port: '110',
      socketType: 'STARTTLS',
      username: '%EMAILLOCALPART%',
    });
    const outgoing = { host: 'smtp.example.com', port: 587, security: 'starttls', username: 'ada' };
    expect(readAutoconfig(config(imap + pop() + second + smtp), ada)).toEqual([
      { incoming: { host: 'pop.example.com', port: 995, security: 'tls', username: ada }, outgoing },
      { incoming: { host: 'pop.example.com', port: 110, security: 'starttls', username: 'ada' }, outgoing },
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['sends passwords in the clear', { socketType: 'plain' }],
    ['names no host', { hostname: '' }],
    ['names a host with a path', { hostname: 'pop.example.com/../x' }],
    ['names no port', { port: '' }],
    ['names a port that there is not', { port: '65536' }],
    ['names a port in another way', { port: '0x3e3' }],
    ['has a user name with line ends', { username: 'ada&#13;&#10;DELE 1' }],
    ['has a user name without end', { username: 'a'.repeat(256) }],
  ])('leaves a server out that %s', (_, more) => {
    expect(readAutoconfig(config(pop(more)), ada)).toEqual([]);
    expect(readAutoconfig(config(pop(more) + pop()), ada)).toHaveLength(1);
  });

  it.each<[string, string | Uint8Array]>([
    ['a page of HTML', '<!doctype html><title>Not found</title>'],
    ['nothing', ''],
    ['what is not well formed', '<clientConfig><emailProvider>'],
    ['another format', '<rss/>'],
    ['what is no UTF-8', new Uint8Array([0x3c, 0xff, 0xfe, 0x3e])],
    [
      'a document type',
      `<!DOCTYPE clientConfig><clientConfig><emailProvider>${pop()}</emailProvider></clientConfig>`,
    ],
    [
      'entities that grow',
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><clientConfig><emailProvider>${pop({ username: '&b;' })}</emailProvider></clientConfig>`,
    ],
    [
      'an entity that is a file',
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><clientConfig><emailProvider>${pop({ username: '&a;' })}</emailProvider></clientConfig>`,
    ],
    [
      'an entity that nobody declared',
      `<clientConfig><emailProvider>${pop({ username: '&b;' })}</emailProvider></clientConfig>`,
    ],
  ])('is not %s', (_, text) => {
    expect(readAutoconfig(typeof text === 'string' ? octets(text) : text, ada)).toEqual([]);
  });

  it('may be as deep as its 128 KB allow', () => {
    const depth = 8_000;
    const deep = `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
    expect(readAutoconfig(config(deep + pop()), ada)).toHaveLength(1);
    expect(readAutodiscover(octets(`<Autodiscover>${deep}</Autodiscover>`), ada)).toEqual([]);
  });
});

describe('an Exchange server', () => {
  const answer = (...protocols: string[]) =>
    octets(
      `<?xml version="1.0"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"><Account>${protocols.map((inside) => `<Protocol>${inside}</Protocol>`).join('')}</Account></Response></Autodiscover>`,
    );

  it('is asked with the address, whatever signs are in it', () => {
    expect(autodiscoverRequest('a<b>&c@example.com')).toContain(
      '<EMailAddress>a&#60;b&#62;&#38;c@example.com</EMailAddress>',
    );
  });

  it.each<[string, { port: number; security: string } | null]>([
    ['<Port>995</Port><SSL>on</SSL>', { port: 995, security: 'tls' }],
    ['<Port>995</Port>', { port: 995, security: 'tls' }],
    ['<Port>110</Port><SSL>on</SSL>', { port: 110, security: 'starttls' }],
    ['<Port>995</Port><Encryption>TLS</Encryption>', { port: 995, security: 'starttls' }],
    ['<Port>1995</Port><SSL>off</SSL><Encryption>SSL</Encryption>', { port: 1995, security: 'tls' }],
    ['<Port>110</Port><SSL>off</SSL>', null],
    ['<Port>110</Port><Encryption>None</Encryption>', null],
  ])('that says %s', (words, server) => {
    const found = readAutodiscover(answer(`<Type>POP3</Type><Server>mail.example.com</Server>${words}`), ada);
    expect(found).toEqual(
      server ? [{ incoming: { host: 'mail.example.com', username: ada, ...server }, outgoing: null }] : [],
    );
  });

  it('may say another user name, and where mail is sent', () => {
    const found = readAutodiscover(
      answer(
        '<Type>SMTP</Type><Server>smtp.example.com</Server><Port>465</Port>',
        '<Type>POP3</Type><Server>pop.example.com</Server><Port>995</Port><LoginName>EXAMPLE\\ada</LoginName>',
      ),
      ada,
    );
    expect(found).toEqual([
      {
        incoming: { host: 'pop.example.com', port: 995, security: 'tls', username: 'EXAMPLE\\ada' },
        outgoing: { host: 'smtp.example.com', port: 465, security: 'tls', username: ada },
      },
    ]);
  });
});
