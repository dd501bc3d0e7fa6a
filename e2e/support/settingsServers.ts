import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { issueCertificate } from '@/lib/demo/certificates';

/** What is answered: a settings file, a redirect, or nothing for ever. */
export type SettingsPage = string | { to: string } | 'silence';

export interface SettingsServers {
  /** As `scheme://host/path?query`. */
  seen: string[];
  /** For `POSTBAG_ALLOW_PRIVATE_WEB`. */
  allowed: string;
  close(): Promise<void>;
}

/**
 * The web servers of made-up domains, at the usual ports of one loopback address, since that is where settings are looked
 * for. (Ports under 1024: as root, or where the system lets everybody have them.)
 *
 * @param pages by `scheme://host/path`; everything else is 404
 * @param caFile PEM; the authority of their certificate is added there
 */
export async function startSettingsServers(
  address: string,
  pages: Readonly<Record<string, SettingsPage>>,
  caFile: string,
): Promise<SettingsServers> {
  const names = [...new Set(Object.keys(pages).map((page) => new URL(page).hostname))];
  const { authority, certificate, key } = await issueCertificate({ names });
  await writeFile(caFile, `${await readFile(caFile, 'utf8')}\n${authority}`);
  const seen: string[] = [];
  const answering =
    (scheme: string): RequestListener =>
    (request, response) => {
      const url = `${scheme}://${request.headers.host}${request.url}`;
      seen.push(url);
      request.resume();
      const page = pages[url.split('?')[0] ?? ''];
      if (page === 'silence') return;
      if (page === undefined) response.writeHead(404).end('<!doctype html><title>Not here</title>');
      else if (typeof page === 'string') response.writeHead(200, { 'content-type': 'text/xml' }).end(page);
      else response.writeHead(302, { location: page.to }).end();
    };
  const servers: [Server, number][] = [
    [createPlain(answering('http')), 80],
    [createSecure({ cert: certificate, key }, answering('https')), 443],
  ];
  for (const [server, port] of servers)
    await new Promise<void>((done, failed) => {
      server.once('error', failed).listen(port, address, done);
    });
  return {
    seen,
    allowed: `${address}:80,${address}:443`,
    async close() {
      for (const [server] of servers) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

/** A settings file of Mozilla's format with one POP3 server, and one for sending. */
export function settingsFile({
  host,
  port,
  security = 'SSL',
}: {
  host: string;
  port: number;
  security?: string;
}): string {
  return `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="test"><incomingServer type="pop3"><hostname>${host}</hostname><port>${port}</port><socketType>${security}</socketType><username>%EMAILLOCALPART%</username></incomingServer><outgoingServer type="smtp"><hostname>${host}</hostname><port>465</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></outgoingServer></emailProvider></clientConfig>`;
}
