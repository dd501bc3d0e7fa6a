/** node-pop3: `node nodePop3.mjs WISHES MODULE`. Says an Account; its octets are characters, and CRLF may be lost. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const started = performance.now();
const { host, port, user, password, ca } = JSON.parse(process.argv[2] ?? '{}');
const { default: Pop3Command } = await import(pathToFileURL(process.argv[3] ?? '').href);
const tls =
  ca === undefined ? {} : { tls: true, tlsOptions: { ca: readFileSync(ca), servername: 'localhost' } };
const pop = new Pop3Command({ host, port, user, password, ...tls });
const sizes = await pop.LIST();
const first = performance.now();
let octets = 0;
for (const [number] of sizes) octets += (await pop.RETR(Number(number))).length;
await pop.QUIT();
const account = {
  before: first - started,
  retrieval: performance.now() - first,
  messages: sizes.length,
  octets,
};
console.log(JSON.stringify(account));
