import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import { type MailServer, startMailServer } from '@/e2e/support/mailServer';
import { issueCertificate } from '@/lib/demo/certificates';

/** The image route against a web server on loopback, reached by name, and what it must not reach. */

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let web: Server;
let port: number;
let mail: MailServer;
let client: AccountClient;
const seen: { url: string; headers: Record<string, unknown>; sni: unknown }[] = [];

/** Names that stand for the web server on loopback; every other name stands for a public address nobody dials. */
const resolve = async (name: string) => {
  if (name === 'rebinding.example') return ['127.0.0.1'];
  if (name === 'two.example') return ['8.8.8.8', '10.0.0.1'];
  return ['127.0.0.1'];
};

beforeAll(async () => {
  const { authority, certificate, key } = await issueCertificate({ names: ['images.example', 'localhost'] });
  web = createServer({ cert: certificate, key }, (request, response) => {
    const socket = request.socket as unknown as { servername: unknown };
    seen.push({ url: request.url ?? '', headers: request.headers, sni: socket.servername });
    const [, what = ''] = (request.url ?? '').split(/[/?]/);
    const to = (location: string) => response.writeHead(302, { location }).end();
    if (what === 'png') response.writeHead(200, { 'set-cookie': 'a=b' }).end(png);
    else if (what === 'svg')
      response.writeHead(200, { 'content-type': 'image/png' }).end('<svg onload="x()"/>');
    else if (what === 'gone') response.writeHead(404, { 'content-type': 'image/png' }).end(png);
    else if (what === 'packed') response.writeHead(200, { 'content-encoding': 'gzip' }).end(png);
    else if (what === 'huge') response.writeHead(200, { 'content-length': 11 * 1024 ** 2 }).write(png);
    else if (what === 'endless') {
      response.write(png);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    } else if (what === 'slow') response.writeHead(200).write(png.subarray(0, 20));
    else if (what === 'hop') to(`https://images.example:${port}/png`);
    else if (what === 'plain') to(`http://images.example:${port}/png`);
    else if (what === 'inside') to('https://rebinding.example/png');
    else if (what === 'metadata') to('https://169.254.169.254/latest');
    else if (what === 'loop') to('/loop');
    else response.writeHead(500).end();
  });
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
  port = (web.address() as AddressInfo).port;
  mail = await startMailServer([]);
  useBridge({
    ports: [mail.port],
    authorities: [authority, await readFile(mail.caFile, 'utf8')],
    env: { POSTBAG_ALLOW_PRIVATE_WEB: `images.example:${port},other.example:${port}` },
    limits: { imageMs: 4_000, refusalMs: 20 },
    resolve,
  });
  client = new AccountClient();
  const { address, password, host } = mail.signIn;
  const asked = { username: address, password, host, port: mail.port, security: 'tls', keep: false } as const;
  expect((await client.signIn(asked)).status).toBe(200);
});
afterAll(async () => {
  web.closeAllConnections();
  await new Promise((done) => web.close(done));
  await mail.close();
});

const at = (path: string) => `https://images.example:${port}/${path}`;
const problem = async (address: string) => {
  const response = await client.image(address);
  return `${response.status} ${(await response.json()).code}`;
};

describe('POST /api/accounts/{account}/images', () => {
  it('hands over a picture and nothing of the person', async () => {
    seen.length = 0;
    const response = await client.image(at('png?id=1'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png);
    expect(seen).toEqual([
      {
        url: '/png?id=1',
        sni: 'images.example',
        headers: {
          host: `images.example:${port}`,
          'user-agent': 'Mozilla/5.0 (compatible; Postbag)',
          accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/bmp',
          'accept-encoding': 'identity',
          connection: 'close',
        },
      },
    ]);
  });

  it('follows redirects through the guard, three at the most', async () => {
    expect((await client.image(at('hop'))).status).toBe(200);
    expect(await problem(at('inside'))).toBe('403 target_refused');
    expect(await problem(at('metadata'))).toBe('403 target_refused');
    expect(await problem(at('plain'))).toBe('403 target_refused');
    seen.length = 0;
    expect(await problem(at('loop'))).toBe('502 image_unfit');
    expect(seen).toHaveLength(4);
  });

  it.each(['svg', 'gone', 'packed', 'huge', 'endless', 'nothing'])(
    'refuses what is no picture: %s',
    async (path) => {
      expect(await problem(at(path))).toBe('502 image_unfit');
    },
  );

  it('gives up after its time', async () => {
    expect(await problem(at('slow'))).toBe('504 timeout');
  });

  it('wants the certificate of the name', async () => {
    expect(await problem(`https://other.example:${port}/png`)).toBe('502 certificate_invalid');
  });

  it.each([
    'https://rebinding.example/',
    'https://two.example/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://images.example/',
    'https://images.example:8443/',
  ])('does not reach inside: %s', async (address) => {
    seen.length = 0;
    expect(await problem(address)).toBe('403 target_refused');
    expect(seen).toEqual([]);
  });

  it.each([
    'http://images.example/',
    'https://a@images.example/',
    'ftp://images.example/',
    '/x',
    'https://images.example',
  ])('takes no other address: %s', async (address) => {
    expect(await problem(address)).toBe('400 bad_request');
  });

  it('fetches four at a time for an account', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => problem(at('slow'))));
    expect(answers.filter((answer) => answer === '504 timeout')).toHaveLength(4);
    expect(answers.filter((answer) => answer === '429 too_soon')).toHaveLength(2);
  });

  it('leaves a list with one POST, and follows no redirect', async () => {
    seen.length = 0;
    const answers = [];
    for (const path of ['png', 'hop', 'nothing'])
      answers.push(await (await client.unsubscribe(at(path))).json());
    expect(answers).toEqual([{ accepted: true }, { accepted: false }, { accepted: false }]);
    expect(seen.map(({ url }) => url)).toEqual(['/png', '/hop', '/nothing']);
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '26',
    });
    expect((await client.unsubscribe('https://rebinding.example/')).status).toBe(403);
  });

  it('needs the account', async () => {
    client.key = `${client.key.slice(0, -2)}AA`;
    expect(await problem(at('png'))).toBe('401 signed_out');
  });
});
