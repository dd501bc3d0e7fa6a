import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Whether nobody listens on `port` of 127.0.0.1 and ::1: browsers try both for `localhost`. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const code = await tryToListen(host, port);
    // A machine without IPv6 has no ::1 that anybody could listen on.
    if (code !== null && code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') return false;
  }
  return true;
}

/** `first`, or the next port after it that is free. Throws when 50 in a row are taken. */
export async function nextFreePort(first: number): Promise<number> {
  for (let port = first; port < first + 50 && port <= 65535; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`The ports from ${first} on are taken. Choose another one with --port.`);
}

/** A port that the system picks. */
export async function anyFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Null when listening worked, else the system's error code. */
async function tryToListen(host: string, port: number): Promise<string | null> {
  const server = createServer().listen({ host, port, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
  server.close();
  await once(server, 'close');
  return null;
}
