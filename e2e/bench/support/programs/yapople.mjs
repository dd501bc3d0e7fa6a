/** yapople: `node yapople.mjs WISHES MODULE`. Says an Account; it leaves stuffed dots in and takes the last CRLF away. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const started = performance.now();
const { host, port, user, password, ca } = JSON.parse(process.argv[2] ?? '{}');
const { Client } = createRequire(import.meta.url)(process.argv[3] ?? '');
const tls = ca === undefined ? {} : { tls: true, options: { ca: readFileSync(ca), servername: 'localhost' } };
const client = new Client({ host, port, username: user, password, ...tls });
await client.connect();
const count = await client.count();
const first = performance.now();
let octets = 0;
for (let number = 1; number <= count; number++) octets += (await client.retr(number)).length;
await client.quit();
const account = { before: first - started, retrieval: performance.now() - first, messages: count, octets };
console.log(JSON.stringify(account));
// It leaves its socket open.
process.exit(0);
