import { createHash } from 'node:crypto';
import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { toCrlf } from '../../support/corpus';
import type { StoredDigest } from '../../support/vault';

/** One message as the server has it, or had it. */
interface Known {
  sha256: string;
  /** Another client has removed it: who did not fetch it before has not lost it. */
  removed: boolean;
  /** The person has deleted it here for good: it may stay on the server or go, and must not come back. */
  letGo: boolean;
}

/** What a round comes to; all are 0 where nothing is amiss. */
export interface Count {
  lost: number;
  duplicated: number;
  deleted_without_copy: number;
  corrupted: number;
}

/** What is true of one maildrop, from the files on the server's disk. */
export class Truth {
  readonly #known = new Map<string, Known>();

  constructor(private readonly maildir: string) {}

  /** Reads the files: what is new in them is known from now on. */
  async look(): Promise<void> {
    for (const uidl of (await this.#files()).keys()) {
      if (this.#known.has(uidl)) continue;
      const bytes = await this.#file(uidl, readFile);
      if (bytes === null) throw new Error(`${uidl} has left the server before it was read`);
      const text = toCrlf(bytes.toString('latin1'));
      const sha256 = createHash('sha256').update(text, 'latin1').digest('hex');
      this.#known.set(uidl, { sha256, removed: false, letGo: false });
    }
  }

  /** What any other client may do: it removes a message from the server. */
  async remove(uidl: string): Promise<void> {
    if ((await this.#file(uidl, (path) => unlink(path).then(() => true))) === null) return;
    const known = this.#known.get(uidl);
    if (known) known.removed = true;
  }

  /** What the person does: all that is not stored any more was deleted here for good. */
  letGo(stored: readonly StoredDigest[]): void {
    const left = new Set(stored.map(({ actual }) => actual));
    for (const known of this.#known.values()) known.letGo ||= !left.has(known.sha256);
  }

  /** SHA-256 of all that must arrive. */
  get wanted(): string[] {
    return [...this.#known.values()]
      .filter(({ removed, letGo }) => !removed && !letGo)
      .map(({ sha256 }) => sha256);
  }

  /** UIDLs of all that another client may remove. */
  get removable(): string[] {
    return [...this.#known].filter(([, { removed }]) => !removed).map(([uidl]) => uidl);
  }

  /** How many messages are on the server now. */
  async onServer(): Promise<number> {
    return (await this.#files()).size;
  }

  /**
   * Compares the truth with what is in the browser now. Messages are told apart by their octets: a server that is made to
   * lie gives them other names.
   *
   * @param before what was in the browser when the fault struck: none of it may go
   */
  async count(before: readonly StoredDigest[], stored: readonly StoredDigest[]): Promise<Count> {
    const count: Count = { lost: 0, duplicated: 0, deleted_without_copy: 0, corrupted: 0 };
    const real = new Set([...this.#known.values()].map(({ sha256 }) => sha256));
    const seen = new Set<string>();
    for (const { claimed, actual } of stored) {
      if (claimed !== actual || !real.has(actual)) count.corrupted += 1;
      else if (seen.has(actual)) count.duplicated += 1;
      seen.add(actual);
    }
    const had = new Set(before.map(({ actual }) => actual));
    const onServer = await this.#files();
    for (const [uidl, { sha256, removed, letGo }] of this.#known) {
      // What comes back after it was deleted is there once too often.
      if (letGo && seen.has(sha256)) count.duplicated += 1;
      if (letGo || seen.has(sha256)) continue;
      if (!removed || had.has(sha256)) count.lost += 1;
      if (!removed && !onServer.has(uidl)) count.deleted_without_copy += 1;
    }
    return count;
  }

  /**
   * Does something with a message's file. Dovecot moves new mail into another folder whenever a session begins: then it is
   * looked for again. Null: it is not there any more.
   */
  async #file<Result>(uidl: string, act: (path: string) => Promise<Result>): Promise<Result | null> {
    for (;;) {
      const path = (await this.#files()).get(uidl);
      if (path === undefined) return null;
      try {
        return await act(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }

  /** UIDL to path; mail only moves from `new` to `cur`, so that in this order none is overlooked. */
  async #files(): Promise<Map<string, string>> {
    const files = new Map<string, string>();
    for (const part of ['new', 'cur']) {
      const folder = join(this.maildir, part);
      for (const name of await readdir(folder).catch(() => []))
        files.set(name.split(':')[0] ?? name, join(folder, name));
    }
    return files;
  }
}
