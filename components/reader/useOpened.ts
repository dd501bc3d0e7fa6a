'use client';

import { useEffect, useState } from 'react';
import type { OpenedMessage } from '@/lib/mail/types';
import { rawMessage } from '@/lib/store/messages';
import type { MessageRecord } from '@/lib/store/schema';
import { messageOpener, OpenFailure } from './opener';
import { type SanitisedMessage, sanitise } from './sanitise';

/** A message on its way to the screen. */
export type Opened =
  | { state: 'opening' }
  | { state: 'ready'; message: OpenedMessage; html: SanitisedMessage | null; htmlTooBig: boolean }
  /** Shown as source: the parser gave up (`broken`), took too long (`slow`), or had given up when the mail came. */
  | { state: 'source'; reason: 'broken' | 'slow' }
  /** The bytes themselves cannot be read. */
  | { state: 'damaged'; error: Error };

/** Sanitising happens on the page's own thread: what is longer is shown as text, so that the page never stands still. */
const maxHtml = 1_500_000;

/** Opens the message of a record: bytes from the store, parsed in the worker, sanitised. */
export function useOpened(record: MessageRecord): Opened {
  const [shown, setShown] = useState<{ id: number; opened: Opened }>({ id: 0, opened: { state: 'opening' } });
  // Only what stands for the same bytes counts: marks such as "read" change the record without a new opening.
  const { id, pack, offset, size, parsed } = record;
  useEffect(() => {
    let alive = true;
    open(record).then(
      (opened) => alive && setShown({ id, opened }),
      (error: unknown) => {
        if (!alive || (error instanceof DOMException && error.name === 'AbortError')) return;
        setShown({ id, opened: failure(error) });
      },
    );
    return () => {
      alive = false;
    };
  }, [id, pack, offset, size, parsed]);
  return shown.id === id ? shown.opened : { state: 'opening' };
}

async function open(record: MessageRecord): Promise<Opened> {
  const raw = await rawMessage(record);
  if (!record.parsed) return { state: 'source', reason: 'broken' };
  const message = await messageOpener().open(raw);
  const htmlTooBig = (message.html?.length ?? 0) > maxHtml;
  const html =
    message.html !== null && !htmlTooBig ? await sanitise(message.html, message.attachments) : null;
  return { state: 'ready', message, html, htmlTooBig };
}

function failure(error: unknown): Opened {
  if (error instanceof OpenFailure) return { state: 'source', reason: error.kind };
  return { state: 'damaged', error: error instanceof Error ? error : new Error(String(error)) };
}
