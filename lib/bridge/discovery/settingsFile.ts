import 'server-only';
import type { FoundServer } from '@/lib/contract/discovery';
import { normaliseHost } from '../host';
import { type Node, readXml } from './xml';

export interface Servers {
  incoming: FoundServer;
  outgoing: FoundServer | null;
}

/**
 * The POP3 servers of a Mozilla autoconfig file, and the first server for sending, as the file orders them. Whatever
 * would send a password without TLS is left out: the guesses that follow find something better, or the person decides.
 *
 * @param address whose settings these are: for the file's placeholders
 */
export function readAutoconfig(bytes: Uint8Array, address: string): Servers[] {
  const root = readXml(bytes);
  if (root?.name !== 'clientConfig') return [];
  const provider = root.children('emailProvider')[0];
  if (!provider) return [];
  const [outgoing = null] = provider
    .children('outgoingServer')
    .flatMap((node) => (node.attribute('type') === 'smtp' ? serverOf(node, address) : []));
  return provider
    .children('incomingServer')
    .flatMap((node) => (node.attribute('type') === 'pop3' ? serverOf(node, address) : []))
    .map((incoming) => ({ incoming, outgoing }));
}

const sockets: Readonly<Record<string, FoundServer['security']>> = { SSL: 'tls', STARTTLS: 'starttls' };

function serverOf(node: Node, address: string): FoundServer[] {
  const security = sockets[node.child('socketType') ?? ''];
  const username = filled(node.child('username') ?? '%EMAILADDRESS%', address);
  return found(filled(node.child('hostname') ?? '', address), node.child('port'), security, username);
}

/** The placeholders that the format has. */
function filled(text: string, address: string): string {
  const at = address.lastIndexOf('@');
  const values: Record<string, string> = {
    EMAILADDRESS: address,
    EMAILLOCALPART: address.slice(0, at),
    EMAILDOMAIN: address.slice(at + 1),
  };
  return text.replace(
    /%(EMAILADDRESS|EMAILLOCALPART|EMAILDOMAIN)%/g,
    (_, name: string) => values[name] ?? '',
  );
}

/** What asks an Exchange server for an address's settings (POX Autodiscover, [MS-OXDSCLI] 2.2.3). */
export function autodiscoverRequest(address: string): string {
  const escaped = address.replace(/[&<>]/g, (sign) => `&#${sign.codePointAt(0)};`);
  return `<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>${escaped}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>`;
}

/** The POP3 servers of its answer ([MS-OXDSCLI] 2.2.4.1.1.2.8), with the first one for sending. */
export function readAutodiscover(bytes: Uint8Array, address: string): Servers[] {
  const root = readXml(bytes);
  if (root?.name !== 'Autodiscover') return [];
  const protocols = root.all('Protocol');
  const of = (type: string) =>
    protocols.flatMap((node) =>
      node.child('Type')?.toUpperCase() === type ? protocolOf(node, address) : [],
    );
  const [outgoing = null] = of('SMTP');
  return of('POP3').map((incoming) => ({ incoming, outgoing }));
}

/** Ports at which TLS begins at once (RFC 8314 §3): `SSL on` means either kind. */
const implicit = new Set(['995', '465']);

function protocolOf(node: Node, address: string): FoundServer[] {
  const port = node.child('Port');
  const encryption = node.child('Encryption')?.toUpperCase() ?? null;
  // Encryption, where it is there, outranks SSL, which is on by default.
  const ssl = encryption === null ? node.child('SSL')?.toLowerCase() !== 'off' : encryption !== 'NONE';
  const starttls = encryption === 'TLS' || (encryption === null && !implicit.has(port ?? ''));
  const security = !ssl ? undefined : starttls ? 'starttls' : 'tls';
  return found(node.child('Server') ?? '', port, security, node.child('LoginName') ?? address);
}

/** Longest user name that a sign-in takes. */
const maxUsername = 255;

function found(
  host: string,
  port: string | null,
  security: FoundServer['security'] | undefined,
  username: string,
): FoundServer[] {
  const normal = normaliseHost(host);
  const number = /^\d{1,5}$/.test(port ?? '') ? Number(port) : 0;
  if (!normal || !security || number < 1 || number > 65_535) return [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would end a POP3 line
  if (username === '' || username.length > maxUsername || /[\u0000-\u001f]/.test(username)) return [];
  return [{ host: normal.text, port: number, security, username }];
}
