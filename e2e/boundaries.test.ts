import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { strangersAtTheTop, violations } from './runner/boundaries';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['app', 'components', 'lib'];

async function ignored(): Promise<(name: string) => boolean> {
  const lines = (await readFile(join(root, '.gitignore'), 'utf8')).split('\n').map((line) => line.trim());
  return (name) =>
    name === '.git' ||
    lines.some(
      (line) => line.replace(/\/$/, '') === name || (line.startsWith('*') && name.endsWith(line.slice(1))),
    );
}

describe('this project', async () => {
  const isIgnored = await ignored();
  const entries = (await readdir(root)).filter((name) => !isIgnored(name));
  const inside = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((name) => `${folder}/${name}`),
    ),
  );
  const paths = [...entries, ...inside.flat()].filter((path) => /\.(ts|tsx|mjs)$/.test(path));

  test('no folder imports what it may not', async () => {
    const found = await Promise.all(
      paths.map(async (path) => violations(path, await readFile(join(root, path), 'utf8'))),
    );
    expect(paths.length).toBeGreaterThan(50);
    expect(found.flat()).toEqual([]);
  });

  test('nothing strange stands at the top level', () => {
    expect(strangersAtTheTop(entries)).toEqual([]);
  });
});

describe('the checker', () => {
  test.each([
    ['lib/pop3/session.ts', `import { x } from '@/lib/contract/errors';`],
    ['lib/pop3/session.ts', `import { x } from '../bridge/dial';`],
    ['lib/pop3/session.ts', `import { Buffer } from 'node:buffer';`],
    ['lib/mail/parse.ts', `import type { Security } from '@/lib/contract/routes';`],
    ['lib/mail/parse.ts', `export * from '@/lib/store/schema';`],
    ['lib/mail/parse.ts', `export { tx } from '@/lib/store/tx';`],
    ['lib/mail/parse.ts', `const store = await import('@/lib/store/tx');`],
    ['lib/mail/parse.ts', `type T = import('@/lib/store/schema').MessageRecord;`],
    ['lib/mail/parse.ts', `import fs from 'fs';`],
    ['lib/mail/parse.ts', `import zlib = require('node:zlib');`],
    ['lib/demo/demo.ts', `import { keyHeader } from '@/lib/contract/routes';`],
    ['lib/demo/demo.ts', `import { type Security, keyHeader } from '@/lib/contract/routes';`],
    ['lib/sync/engine.ts', `const { dial } = require('@/lib/bridge/dial');`],
    ['lib/sync/engine.ts', `await import(name);`],
    ['lib/sync/engine.ts', `self.indexedDB.open('postbag');`],
    ['lib/sync/engine.ts', `import { openDB } from 'idb';`],
    ['lib/bridge/accounts.ts', `import net from 'node:net';`],
    ['lib/bridge/accounts.ts', `import { isIP, connect } from 'node:net';`],
    ['lib/bridge/accounts.ts', `import 'tls';`],
    ['lib/bridge/accounts.ts', `export { lookup } from 'node:dns/promises';`],
    ['lib/bridge/dial.ts', `import { lookup } from 'node:dns';`],
    ['lib/bridge/guard.ts', `import { Resolver } from 'node:dns/promises';`],
    ['lib/bridge/accounts.ts', `await fetch('http://169.254.169.254/');`],
    ['lib/bridge/accounts.ts', `const get = globalThis.fetch;`],
    ['lib/bridge/accounts.ts', `import { Agent } from 'undici';`],
    ['lib/bridge/accounts.ts', `import { createTransport } from 'nodemailer';`],
    ['lib/bridge/accounts.ts', `import { execFile } from 'node:child_process';`],
    ['lib/bridge/accounts.ts', `new WebSocket('wss://10.0.0.1/');`],
    ['lib/bridge/accounts.ts', `const net = process.getBuiltinModule('node:net');`],
    ['lib/demo/sample.ts', `import { connect } from 'node:net';`],
    ['lib/demo/sample.ts', `await fetch('http://169.254.169.254/');`],
    ['instrumentation.ts', `await fetch('https://telemetry.example/');`],
    ['instrumentation.ts', `import net from 'node:net';`],
    ['lib/bridge/accounts.ts', `import { sampleMessages } from '@/lib/demo/mailbox';`],
    ['app/api/health/route.ts', `import https from 'node:https';`],
    ['app/api/demo/route.ts', `import { startPop3Server } from '@/lib/demo/pop3Server';`],
    ['app/mail/page.tsx', `import { config } from '@/lib/bridge/config';`],
    ['components/reader/Reader.tsx', `import { Pop3Session } from '@/lib/pop3/session';\nconst a = <b />;`],
    ['components/reader/Reader.tsx', `import '../../app/globals.css';`],
    ['instrumentation.ts', `import { startPop3Server } from './lib/demo/pop3Server';`],
    ['lib/other/thing.ts', ''],
    ['scripts/thing.ts', ''],
  ])('finds in %s: %s', (path, text) => {
    expect(violations(path, text)).toHaveLength(1);
  });

  test.each([
    ['lib/store/tx.ts', `import type { Security } from '@/lib/contract/routes';`],
    ['lib/store/tx.ts', `import { openDB } from 'idb'; indexedDB.databases();`],
    ['lib/bridge/host.ts', `import { isIP } from 'node:net'; import type { Socket } from 'node:net';`],
    ['lib/bridge/dial.ts', `import { connect } from 'node:net'; import { connect as tls } from 'node:tls';`],
    ['lib/bridge/webFetch.ts', `import { request } from 'node:https';`],
    ['lib/bridge/log.ts', `import pino from 'pino'; import { z } from 'zod';`],
    ['lib/demo/ports.ts', `import { createServer } from 'node:net';`],
    ['lib/pop3/session.ts', `import { read } from './wire'; // import x from '@/lib/bridge/dial'`],
    ['lib/sync/fetcher.ts', `await fetch('/api/health'); const text = "import x from 'node:fs'";`],
    ['lib/sync/engine.test.ts', `import 'fake-indexeddb/auto'; import { x } from '@/lib/demo/pop3Server';`],
    ['app/api/health/route.ts', `import { config } from '@/lib/bridge/config';`],
    ['components/reader/Reader.tsx', `import { parse } from '@/lib/mail/parse';`],
    ['e2e/line.spec.ts', `import net from 'node:net'; import { x } from '@/lib/bridge/dial';`],
  ])('allows in %s: %s', (path, text) => {
    expect(violations(path, text)).toEqual([]);
  });

  test('finds strangers at the top level', () => {
    expect(strangersAtTheTop(['app', 'package.json', 'notes.txt', 'src'])).toEqual(['notes.txt', 'src']);
  });
});
