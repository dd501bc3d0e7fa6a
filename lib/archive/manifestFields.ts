import { ArchiveProblem } from './errors';

/**
 * What stands in a line of a manifest, judged field by field: the file may come from anybody. Each takes what JSON gave and
 * returns it as what it has to be. @throws ArchiveProblem bad_manifest, with what is wrong
 */
export type Json = Record<string, unknown>;

/** A line's object. */
export function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch (error) {
    throw bad('it is no JSON', error);
  }
  throw bad('something is no object');
}

export function object(given: unknown, what: string): Json {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw bad(what);
  return given as Json;
}

/** More folders or labels than anybody can have here are no export of ours. */
export function list(given: unknown, what: string): unknown[] {
  if (!Array.isArray(given) || given.length > 1_000) throw bad(what);
  return given;
}

export function text(given: unknown, what: string, limit: number): string {
  if (typeof given !== 'string' || given.length > limit) throw bad(what);
  return given;
}

export function count(given: unknown, what: string): number {
  if (!Number.isSafeInteger(given) || Number(given) < 0) throw bad(what);
  return Number(given);
}

/** Mail from before 1970 exists, if only by its own word. */
export function moment(given: unknown, what: string): number {
  if (typeof given !== 'number' || !Number.isFinite(given) || Math.abs(given) > 8.64e15) throw bad(what);
  return given;
}

export function digest(given: unknown): string {
  if (typeof given !== 'string' || !/^[0-9a-f]{64}$/.test(given)) throw bad('sha256');
  return given;
}

export function bad(what: string, cause?: unknown): ArchiveProblem {
  return new ArchiveProblem('bad_manifest', what, { cause });
}
