import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root, without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Absolute path of something in the project. */
export const inRoot = (/** @type {string[]} */ ...parts) => join(root, ...parts);

/** The production server, complete with all that it needs beside it: built from lib/build/serve.mjs. */
export const serverProgram = inRoot('.next/standalone/postbag.mjs');

/** Command-line entries of the tools, started with this very Node: no wrapper in between eats a signal. */
export const tools = {
  next: inRoot('node_modules/next/dist/bin/next'),
  vitest: inRoot('node_modules/vitest/vitest.mjs'),
  biome: inRoot('node_modules/@biomejs/biome/bin/biome'),
  tsc: inRoot('node_modules/typescript/bin/tsc'),
};

/** A mistake of the person at the keyboard: shown without a stack. */
export class UserError extends Error {
  /**
   * @param {string} cause one sentence: what is wrong
   * @param {string} cure what to do about it
   */
  constructor(cause, cure) {
    super(`${cause}\n${cure}`);
    this.name = 'UserError';
  }
}

/**
 * @param {string} path relative to the root
 * @param {string} what for the message: what the file is for
 */
export function need(path, what) {
  if (!existsSync(inRoot(path))) {
    throw new UserError(`${path} is missing: ${what}.`, 'Restore it (git checkout) and try again.');
  }
}
