/**
 * `npm run …` ends here: on a fresh clone nothing else is needed but Node. Makes sure that the dependencies and, where
 * the command needs it, a production build are there and match the sources, then runs the command. A second start
 * hashes the sources (milliseconds) and does nothing else. Plain Node: it runs before anything is installed.
 */
import { UserError } from './paths.mjs';

/** @type {Record<string, { says: string, run: (args: string[]) => Promise<number> }>} */
const commands = {
  demo: {
    says: 'start Postbag with a built-in mail server and a sample mailbox',
    run: async (args) => (await import('./commands.mjs')).demo(args),
  },
  start: {
    says: 'start the production server (POSTBAG_ORIGIN and POSTBAG_SECRET are required)',
    run: async (args) => (await import('./commands.mjs')).start(args),
  },
  dev: {
    says: 'start the development server',
    run: async (args) => (await import('./commands.mjs')).dev(args),
  },
  build: { says: 'make a production build', run: async () => (await import('./commands.mjs')).build() },
  check: {
    says: 'lint, type-check and unit tests',
    run: async () => (await import('./commands.mjs')).check(),
  },
  test: { says: 'all tests', run: async (args) => (await import('./commands.mjs')).test(args) },
  bench: {
    says: 'run a benchmark: bench NAME',
    run: async (args) => (await import('./commands.mjs')).named('bench', args),
  },
  torture: {
    says: 'run a torture test: torture NAME',
    run: async (args) => (await import('./commands.mjs')).named('torture', args),
  },
  smoke: {
    says: 'a first day in another browser: smoke firefox, smoke webkit',
    run: async (args) => (await import('./commands.mjs')).named('smoke', args),
  },
};

/** @param {string[]} argv */
async function main([name, ...args]) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 9)) {
    throw new UserError(
      `Postbag needs Node 20.9 or newer; this is ${process.versions.node}.`,
      'See https://nodejs.org.',
    );
  }
  const command = name === undefined ? undefined : commands[name];
  if (!command) {
    const list = Object.entries(commands).map(([key, { says }]) => `  ${key.padEnd(9)}${says}`);
    throw new UserError(name ? `There is no command “${name}”.` : 'Which command?', list.join('\n'));
  }
  return await command.run(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
