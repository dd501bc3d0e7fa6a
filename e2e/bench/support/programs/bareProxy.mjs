/**
 * The least that a Node process can do between a browser and a POP3 server: HTTP in, a TLS session with the commands of
 * a check, HTTP out. No guard, no seal, no limits, no Next. `node bareProxy.mjs PORT CA USER PASSWORD LAST`; says its port.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:tls';

const [port, ca, user, password, last] = process.argv.slice(2);
const authorities = readFileSync(ca);
const plain = Buffer.from(`\0${user}\0${password}`).toString('base64');

async function check() {
  const socket = connect({
    host: '127.0.0.1',
    port: Number(port),
    servername: 'localhost',
    ca: authorities,
    noDelay: true,
  });
  // The other side may be gone before our farewell has arrived.
  socket.on('error', () => {});
  const lines = [];
  let rest = '';
  socket.setEncoding('latin1').on('data', (text) => {
    rest += text;
    const parts = rest.split('\r\n');
    rest = parts.pop();
    lines.push(...parts);
    socket.emit('lines');
  });
  const reply = async () => {
    while (lines.length === 0) await once(socket, 'lines');
    return lines.shift();
  };
  const ask = (command) => {
    socket.write(`${command}\r\n`);
    return reply();
  };
  await reply();
  await ask(`AUTH PLAIN ${plain}`);
  const stat = await ask('STAT');
  const uidl = await ask(`UIDL ${last}`);
  socket.end('QUIT\r\n');
  return { stat, uidl };
}

const server = createServer((request, response) => {
  request.resume().on('end', async () => response.end(JSON.stringify(await check())));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
