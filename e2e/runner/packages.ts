import { spawnSync } from 'node:child_process';

/** A program or font that the tests need, by its Debian package. */
export interface Need {
  package: string;
  /** Commands of which one must be there; none for fonts, of which only the package database knows. */
  commands: readonly string[];
  why: string;
}

export const needs: readonly Need[] = [
  { package: 'chromium', commands: ['chromium', 'chromium-browser', 'google-chrome'], why: 'browser tests' },
  // The command comes with dovecot-core, the POP3 part does not: where there is a package database, it decides.
  { package: 'dovecot-pop3d', commands: ['dovecot'], why: 'tests against a real mail server' },
  { package: 'openssl', commands: ['openssl'], why: 'the password files of real mail servers' },
  { package: 'mpop', commands: ['mpop'], why: 'benchmarks against a native client' },
  { package: 'fonts-noto-core', commands: [], why: 'honest screenshots' },
  { package: 'fonts-noto-cjk', commands: [], why: 'honest screenshots of Chinese, Japanese and Korean' },
  { package: 'fonts-noto-color-emoji', commands: [], why: 'honest screenshots of emoji' },
];

export interface Machine {
  hasCommand(name: string): boolean;
  /** Null where there is no Debian package database. */
  hasPackage: ((name: string) => boolean) | null;
  /** Null when packages cannot be installed: no root, or no apt. Throws when apt fails. */
  install: ((packages: readonly string[]) => void) | null;
}

/**
 * Makes sure that what the tests need is installed, or what is wanted instead. Throws, with the command that helps, when something is missing and
 * cannot be installed from here.
 */
export function ensurePackages(
  machine: Machine,
  say: (text: string) => void,
  wanted: readonly Need[] = needs,
): void {
  const missing = wanted.filter((need) => !isThere(need, machine));
  if (missing.length === 0) return;
  const names = missing.map((need) => need.package);
  if (machine.install) {
    say(`Installing ${names.join(', ')} …`);
    machine.install(names);
    const still = missing.filter((need) => !isThere(need, machine));
    if (still.length === 0) return;
    throw new Error(`Still missing after the installation: ${still.map((need) => need.package).join(', ')}.`);
  }
  const list = missing.map((need) => `  ${need.package}: ${need.why}`).join('\n');
  throw new Error(
    `The tests need what is not installed here:\n${list}\nOn Debian or Ubuntu:\n  sudo apt-get install --no-install-recommends ${names.join(' ')}`,
  );
}

function isThere(need: Need, machine: Machine): boolean {
  const byCommand = need.commands.some((name) => machine.hasCommand(name));
  // A browser from elsewhere is as good as Debian's; half a Dovecot is not.
  if (need.package === 'chromium' || !machine.hasPackage) return byCommand || need.commands.length === 0;
  return machine.hasPackage(need.package);
}

/** The machine on which this runs. */
export function thisMachine(): Machine {
  const hasCommand = (name: string) => run('sh', ['-c', 'command -v "$1"', 'sh', name]).status === 0;
  const root = process.getuid?.() === 0;
  return {
    hasCommand,
    hasPackage: hasCommand('dpkg-query')
      ? // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is dpkg-query's
        (name) => run('dpkg-query', ['-W', '-f=${db:Status-Status}', name]).stdout === 'installed'
      : null,
    install: root && hasCommand('apt-get') ? installWithApt : null,
  };
}

function installWithApt(packages: readonly string[]): void {
  const commands = [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', ...packages],
  ];
  for (const command of commands) {
    const { status, stdout, stderr } = run('apt-get', command);
    if (status !== 0) throw new Error(`apt-get ${command.join(' ')} failed:\n${stdout}${stderr}`);
  }
}

function run(command: string, words: readonly string[]) {
  return spawnSync(command, words, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 600_000,
  });
}
