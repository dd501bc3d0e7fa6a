import { expect, test } from 'vitest';
import { ensurePackages, type Machine, needs } from './packages';

function machine(installed: string[], changes: Partial<Machine> = {}): Machine {
  return {
    hasCommand: (name) =>
      needs.some((need) => installed.includes(need.package) && need.commands.includes(name)),
    hasPackage: (name) => installed.includes(name),
    install: (packages) => void installed.push(...packages),
    ...changes,
  };
}
const all = needs.map((need) => need.package);

test('installs what is missing and nothing else', () => {
  const installed = all.filter((name) => name !== 'mpop');
  const said: string[] = [];
  ensurePackages(machine(installed), (text) => said.push(text));
  expect(said).toEqual(['Installing mpop …']);
  ensurePackages(machine(installed), () => expect.unreachable());
});

test('says exactly what to install where it may not', () => {
  const without = machine(['chromium', 'mpop'], { install: null });
  expect(() => ensurePackages(without, () => {})).toThrow(
    'apt-get install --no-install-recommends dovecot-pop3d openssl fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji',
  );
});

test('says what an installation left out', () => {
  expect(() => ensurePackages(machine([], { install: () => {} }), () => {})).toThrow('Still missing');
});

test('the dovecot command without the POP3 package is not enough; another Chromium is', () => {
  const half = machine(
    all.filter((name) => name !== 'dovecot-pop3d' && name !== 'chromium'),
    { hasCommand: (name) => name === 'dovecot' || name === 'google-chrome', install: null },
  );
  expect(() => ensurePackages(half, () => {})).toThrow(/dovecot-pop3d$/);
});

test('without a package database the commands decide', () => {
  ensurePackages(machine(all, { hasPackage: null, install: null }), () => expect.unreachable());
  expect(() => ensurePackages(machine([], { hasPackage: null, install: null }), () => {})).toThrow(
    /chromium dovecot-pop3d openssl mpop$/,
  );
});
