'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { pictureType } from '@/lib/contract/pictures';
import type { Letter, OpenedMessage } from '@/lib/mail/types';
import { MessageDamaged } from '@/lib/store/errors';
import { rawMessageToRead } from '@/lib/store/raw';
import { keptImages } from '@/lib/store/remoteImages';
import type { MessageRecord } from '@/lib/store/schema';
import { dataAddress, type Loaded } from './embedded';
import { lettersIn } from './lettersIn';
import { messageOpener, OpenFailure } from './opener';
import { keepOpened, keptOpened } from './prepared';
import { type SanitisedMessage, sanitise } from './sanitise';
import { isHeavy } from './weight';

type RawMessage = ReturnType<typeof rawMessageToRead>;

/** A message on its way to the screen. */
export type Opened =
  | { state: 'opening' }
  | {
      state: 'ready';
      message: OpenedMessage;
      html: SanitisedMessage | null;
      /** The HTML of the messages inside of it. */
      letters: ReadonlyMap<Letter, SanitisedMessage>;
    }
  /** Its HTML would hold the page up: its words are shown, and the rest when it is asked for. */
  | { state: 'heavy'; message: OpenedMessage; html: string }
  /** Shown as source: the parser gave up (`broken`), took too long (`slow`), or had given up when the mail came. */
  | { state: 'source'; reason: 'broken' | 'slow' }
  /** The stored bytes are missing or cut short. */
  | { state: 'damaged'; error: Error }
  /** Something on the way failed, such as a script that did not load: the mail is not to blame, and trying again helps. */
  | { state: 'failed'; error: Error };

/** Longer than this the page answers nobody only where it has to, ms. */
const longMs = 50;

interface OpenedOnScreen {
  opened: Opened;
  /** Opens it once more after a failure. */
  retry: () => void;
  /** Sanitises it once more, while what is on the screen stays: for images that have come, and for a heavy layout. */
  refresh: () => Promise<void>;
}

/**
 * Opens the message of a record: bytes from the store, parsed in the worker, sanitised; or as it was prepared.
 *
 * @param beside it stands beside another that is read
 */
export function useOpened(record: MessageRecord, beside = false): OpenedOnScreen {
  const [shown, setShown] = useState<{ id: number; opened: Opened }>({ id: 0, opened: { state: 'opening' } });
  const [tries, setTries] = useState(0);
  // Only what stands for the same bytes counts: marks such as "read" change the record without a new opening.
  const { id, pack, offset, size, parsed } = record;
  // What was prepared is there at the first glance, without a frame in between; and it is held from then on.
  const kept = shown.id === id ? undefined : keptOpened(record);
  if (kept) setShown({ id, opened: kept });
  const current = useRef(shown);
  current.current = shown;
  // Asked for while the message is being drawn: its bytes come meanwhile.
  const asked = useRef<{ id: number; raw: RawMessage | undefined }>({ id: 0, raw: undefined });
  if (!beside && shown.id !== id && !kept && asked.current.id !== id) {
    asked.current = { id, raw: rawMessageToRead(record) };
    // Whoever takes it hears of what went wrong.
    asked.current.raw?.catch(() => {});
  }
  useEffect(() => {
    if (current.current.id === id && current.current.opened === keptOpened(record)) return;
    let alive = true;
    const ending = new AbortController();
    const { raw } = asked.current.id === id ? asked.current : { raw: undefined };
    // It is the parser's from then on: another try reads it anew.
    asked.current = { id, raw: undefined };
    open(record, beside ? ending.signal : undefined, raw).then(
      // With what has just been made, not when the page comes to it: the next frame shows it.
      (opened) => alive && flushSync(() => setShown({ id, opened })),
      (error: unknown) => {
        if (!alive || (error instanceof DOMException && error.name === 'AbortError')) return;
        setShown({ id, opened: failure(error) });
      },
    );
    return () => {
      alive = false;
      ending.abort();
    };
  }, [id, pack, offset, size, parsed, tries]);
  const retry = useCallback(() => {
    setShown({ id: 0, opened: { state: 'opening' } });
    setTries((before) => before + 1);
  }, []);
  const refresh = useCallback(async () => {
    const before = current.current;
    const { opened } = before;
    if (before.id !== id || (opened.state !== 'ready' && opened.state !== 'heavy')) return;
    const next = await laidOut(opened.message, await loadedBefore(id));
    keepOpened({ id, pack, offset, size, parsed }, next);
    if (current.current === before) setShown({ id, opened: next });
  }, [id, pack, offset, size, parsed]);
  const opened: Opened = shown.id === id ? shown.opened : (kept ?? { state: 'opening' });
  return { opened, retry, refresh };
}

/** Opens a message ahead of being asked for, until the signal aborts. Never rejects. */
export async function prepare(record: MessageRecord, signal: AbortSignal): Promise<void> {
  if (!signal.aborted && !keptOpened(record)) await open(record, signal).catch(() => {});
}

async function open(record: MessageRecord, beside?: AbortSignal, bytes?: RawMessage): Promise<Opened> {
  const before = keptOpened(record);
  if (before) return before;
  const opened = await openAnew(record, beside, bytes);
  keepOpened(record, opened);
  return opened;
}

async function openAnew(record: MessageRecord, beside?: AbortSignal, bytes?: RawMessage): Promise<Opened> {
  const images = loadedBefore(record.id);
  const raw = await (bytes ?? rawMessageToRead(record));
  beside?.throwIfAborted();
  if (!record.parsed) return { state: 'source', reason: 'broken' };
  const message = await messageOpener().open(raw, beside);
  beside?.throwIfAborted();
  if (message.html !== null && isHeavy(message.html)) return { state: 'heavy', message, html: message.html };
  return laidOut(message, await images);
}

async function laidOut(message: OpenedMessage, images: Loaded): Promise<Opened> {
  const { html, attachments } = message;
  const inside = lettersIn(message).filter((letter) => letter.html !== null && !isHeavy(letter.html));
  if (html === null && inside.length === 0)
    return { state: 'ready', message, html: null, letters: new Map() };
  const began = performance.now();
  const clean = (source: string | null) => (source === null ? null : sanitise(source, attachments, images));
  const sanitised = await clean(html);
  const letters = new Map<Letter, SanitisedMessage>();
  for (const letter of inside.slice(0, mostFrames)) {
    const drawn = await clean(letter.html);
    if (drawn) letters.set(letter, drawn);
  }
  // To lay out what took long takes long, too: who has pressed something meanwhile comes first.
  if (performance.now() - began > longMs) await new Promise((resolve) => setTimeout(resolve));
  return { state: 'ready', message, html: sanitised, letters };
}

/** Of a digest so many messages are laid out as they were sent; of the others their words are shown. */
const mostFrames = 10;

/** The images that were loaded for a message. Without them it is read all the same. */
async function loadedBefore(id: number): Promise<Loaded> {
  const kept = await keptImages(id).catch(() => []);
  const addresses = await Promise.all(
    kept.map(async ({ address, bytes }) => {
      const type = pictureType(new Uint8Array(bytes));
      return type === null ? [] : [[address, await dataAddress(bytes, type)] as const];
    }),
  );
  return new Map(addresses.flat());
}

/** What an error on the way means. Only the store knows that stored mail is damaged. */
export function failure(error: unknown): Opened {
  if (error instanceof OpenFailure) return { state: 'source', reason: error.kind };
  if (error instanceof MessageDamaged) return { state: 'damaged', error };
  return { state: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
}
