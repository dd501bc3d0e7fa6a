import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StoredDigest } from '../../support/vault';
import { Truth } from './truth';

/** The count must see what it is there to see. */

let maildir: string;
let truth: Truth;

const text = (name: string) => `Subject: ${name}\r\n\r\n`;
const stored = (name: string, change: Partial<StoredDigest> = {}): StoredDigest => {
  const sha256 = createHash('sha256').update(text(name)).digest('hex');
  return { uidl: name, claimed: sha256, actual: sha256, size: 1, subject: name, ...change };
};
const none = { lost: 0, duplicated: 0, deleted_without_copy: 0, corrupted: 0 };

beforeEach(async () => {
  maildir = await mkdtemp(join(tmpdir(), 'postbag-truth-'));
  await mkdir(join(maildir, 'new'));
  for (const name of ['a', 'b', 'c']) await writeFile(join(maildir, 'new', name), text(name));
  truth = new Truth(maildir);
  await truth.look();
});
afterEach(async () => {
  await rm(maildir, { recursive: true });
});

it('everything there once, by whatever name', async () => {
  const all = [stored('a'), stored('b', { uidl: 'other' }), stored('c')];
  expect(await truth.count([], all)).toEqual(none);
});

it('a message that is not there is lost', async () => {
  expect(await truth.count([], [stored('a'), stored('b')])).toEqual({ ...none, lost: 1 });
});

it('a message that is there twice is duplicated', async () => {
  const all = [stored('a'), stored('b'), stored('c'), stored('c', { uidl: 'other' })];
  expect(await truth.count([], all)).toEqual({ ...none, duplicated: 1 });
});

it('other octets than the server’s, or than their record says, are corrupted', async () => {
  const other = createHash('sha256').update('other').digest('hex');
  const wrong = [stored('a'), stored('b'), stored('c'), stored('c', { claimed: other, actual: other })];
  expect(await truth.count([], wrong)).toEqual({ ...none, corrupted: 1 });
  const torn = [stored('a'), stored('b'), stored('c', { actual: other })];
  expect(await truth.count([], torn)).toEqual({ ...none, corrupted: 1, lost: 1 });
});

it('what left the server and is not here was deleted without a copy, unless another client removed it', async () => {
  await unlink(join(maildir, 'new', 'a'));
  expect(await truth.count([], [stored('b'), stored('c')])).toEqual({
    ...none,
    lost: 1,
    deleted_without_copy: 1,
  });
  await truth.remove('b');
  expect(await truth.count([], [stored('a'), stored('c')])).toEqual(none);
  expect(await truth.count([stored('b')], [stored('a'), stored('c')]), 'it was here before').toEqual({
    ...none,
    lost: 1,
  });
});

it('what was deleted here is not missed, and there once too often when it comes back', async () => {
  truth.letGo([stored('a'), stored('b')]);
  expect(truth.wanted).toHaveLength(2);
  expect(await truth.count([], [stored('a'), stored('b')])).toEqual(none);
  const back = [stored('a'), stored('b'), stored('c')];
  expect(await truth.count([], back)).toEqual({ ...none, duplicated: 1 });
});

it('mail that the server moves meanwhile is read and removed where it is then', async () => {
  await mkdir(join(maildir, 'cur'));
  const many = Array.from({ length: 60 }, (_, index) => `m${index}`);
  for (const name of many) await writeFile(join(maildir, 'new', name), text(name));
  const move = async () => {
    for (const name of many) await rename(join(maildir, 'new', name), join(maildir, 'cur', `${name}:2,`));
  };
  await Promise.all([truth.look(), move()]);
  expect(truth.removable).toHaveLength(63);
  expect(await truth.onServer()).toBe(63);
  await Promise.all(many.map((name) => truth.remove(name)));
  expect(await truth.onServer()).toBe(3);
});
