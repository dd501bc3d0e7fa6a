import { readFile } from 'node:fs/promises';

/** Chromium's own errands, which the quiet flags do not keep it from. */
const itsOwn = /(^|\.)(google|googleapis|gstatic|gvt1|chromium)\.(com|org)$/;

/** The flags that make Chromium write down all that it does on the network, and keep every name on this machine. */
export const loggedTo = (path: string) => [
  // In this order: the first rule that fits counts.
  '--host-resolver-rules=MAP *.leak.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  `--log-net-log=${path}`,
];

/** Hosts that the browser looked up, connected to or asked, by its own log, which is whole when it has ended. */
export async function hostsIn(path: string): Promise<string[]> {
  const hosts = new Set<string>();
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    // Events alone: the head of the log repeats the command line.
    if (!line.includes('"source"') || line.includes('"clientInfo"')) continue;
    for (const [, host = ''] of line.matchAll(/"(?:host|url|location|uri)":"(?:[a-z]+:\/\/)?([^/":?#]+)/g)) {
      hosts.add(host.toLowerCase());
    }
  }
  return [...hosts].filter(
    (host) =>
      host.includes('.') &&
      host !== '127.0.0.1' &&
      !itsOwn.test(host) &&
      !/^(about|data|blob|chrome)/.test(host),
  );
}

/** A host below `leak.test` names its vector. */
export const vectorOf = (host: string) => /^([a-z]+-[0-9a-z]+)\.leak\.test/.exec(host)?.[1] ?? host;
