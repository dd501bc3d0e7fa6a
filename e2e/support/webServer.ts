import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { issueCertificate, loopbackNames } from '@/lib/demo/certificates';

/** What a web server on loopback answers at a path. */
export interface WebPage {
  type: string;
  body: Uint8Array | string;
}

export interface WebServer {
  port: number;
  /** `localhost:port`, for `POSTBAG_ALLOW_PRIVATE_WEB`. */
  host: string;
  /** All requests so far. */
  seen: { path: string; headers: IncomingMessage['headers']; method: string; body: string }[];
  close(): Promise<void>;
}

/**
 * An https server on loopback that remembers who asked for what.
 *
 * @param caFile PEM; its authority is added there, so that a bridge with this file believes it
 */
export async function startWebServer(
  pages: Readonly<Record<string, WebPage>>,
  caFile: string,
): Promise<WebServer> {
  const { authority, certificate, key } = await issueCertificate({ names: loopbackNames });
  await writeFile(caFile, `${await readFile(caFile, 'utf8')}\n${authority}`);
  const seen: WebServer['seen'] = [];
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = request.url ?? '';
    const body = Buffer.concat(chunks).toString();
    seen.push({ path, headers: request.headers, method: request.method ?? '', body });
    const page = pages[path.split('?')[0] ?? ''];
    if (page) response.writeHead(200, { 'content-type': page.type }).end(page.body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    host: `localhost:${port}`,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
