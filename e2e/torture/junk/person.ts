import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { JunkFilter } from '@/lib/junk/filter';
import { taughtInAll } from '@/lib/junk/judge';
import { openMessage } from '@/lib/mail/open';
import { pdfText } from '@/lib/mail/pdfText';
import { addAccount } from '@/lib/store/accounts';
import { closeStore, tx } from '@/lib/store/database';
import { verdictOf } from '@/lib/store/junk/arrivals';
import { totals } from '@/lib/store/junk/knowledge';
import { takeLead } from '@/lib/store/leadership';
import { changeMessages } from '@/lib/store/marks';
import type { JunkVerdictRecord } from '@/lib/store/records/junk';
import { openPdfHere } from '../../support/pdf';
import { someAccount, storeMail } from '../../support/storedMail';
import type { Labelled } from './labelled';

/** What the filter did with a message when it came. */
export interface Judged {
  mail: Labelled;
  folder: string;
  verdict: JunkVerdictRecord | undefined;
}

const month = 30 * 86_400_000;

/** A mailbox whose person marks junk as junk and reads the rest; the filter learns from that alone. */
export class Person {
  readonly #epoch: number;
  readonly #filter: JunkFilter;

  private constructor(epoch: number) {
    this.#epoch = epoch;
    const later = () => Date.now() + month;
    const delegate = {
      ...{ open: openMessage, pdfText: (bytes: Uint8Array<ArrayBuffer>) => pdfText(openPdfHere(bytes)) },
      at() {},
      busy: () => false,
      breathe: async () => {},
      now: later,
    };
    this.#filter = new JunkFilter(epoch, delegate);
  }

  static async begin(): Promise<Person> {
    await closeStore();
    globalThis.indexedDB = new IDBFactory();
    await addAccount(someAccount('one'));
    return new Person(await takeLead());
  }

  /** Mail that arrives, is judged by what was learned so far, and then put right. */
  async teach(mail: readonly Labelled[]): Promise<{ junk: number; good: number }> {
    const judged = await this.receive(mail);
    const ids = (junk: boolean) => judged.filter((one) => one.mail.junk === junk).map(({ id }) => id);
    await changeMessages(ids(false), { unread: false });
    await changeMessages(ids(true), { folder: 'junk' });
    this.#filter.changed();
    while (await this.#filter.step());
    return taughtInAll(await totals());
  }

  async receive(mail: readonly Labelled[]): Promise<(Judged & { id: number })[]> {
    const done: (Judged & { id: number })[] = [];
    for (let from = 0; from < mail.length; from += 100) {
      const some = mail.slice(from, from + 100);
      const named = new Map(some.map((one) => [createHash('sha256').update(one.name).digest('hex'), one]));
      await storeMail(
        this.#epoch,
        'one',
        Object.fromEntries([...named].map(([uidl, one]) => [uidl, one.bytes])),
      );
      while (await this.#filter.step());
      const records = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
      for (const { id, uidl, folder } of records) {
        const found = named.get(uidl);
        if (found) done.push({ id, mail: found, folder, verdict: await verdictOf(id) });
      }
    }
    return done;
  }
}
