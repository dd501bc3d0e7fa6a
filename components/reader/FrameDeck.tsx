'use client';

import { useEffect, useRef, useState } from 'react';
import { useSteady } from '@/components/shell/useSteady';
import type { MessageRecord } from '@/lib/store/schema';
import { HtmlBody } from './HtmlBody';
import type { Link } from './linkOf';
import { keptOpened } from './prepared';
import type { SanitisedMessage } from './sanitise';
import { prepare } from './useOpened';

interface Props {
  /** The message that is read. */
  record: MessageRecord;
  /** Its HTML; null as long as it is not there, and where it has none. */
  html: SanitisedMessage | null;
  /** It is on the screen, whatever it is: what is read comes first. */
  settled: boolean;
  /** Nothing is read: the empty frame waits for the next message. */
  closed: boolean;
  asks: (link: Link) => boolean;
  /** The messages beside it in the list: they are opened ahead. */
  beside: () => readonly MessageRecord[];
}

/** What is read comes first, ms: who goes on at once must not wait for what was meant to save them the waiting. */
const prepareAfter = 60;
/** To lay a message out keeps the page for longer than to read it does, ms. */
const layOutAfter = 150;

/**
 * The frame of the message that is read and, out of sight, those of the messages beside it, laid out already: going on
 * to one of them only shows it. One more stands empty, for whichever other is opened: to make a frame takes longer than to
 * fill one. A frame that is moved in the document begins anew, so they stand in the order in which they were made.
 */
export function FrameDeck({ record, html, settled, closed, asks, beside }: Props) {
  const [laid, setLaid] = useState<readonly MessageRecord[]>([]);
  /** What was closed is out of its frame. */
  const [cleared, setCleared] = useState(false);
  if (cleared && !closed) setCleared(false);
  /** Messages whose frames have all of them. */
  const ready = useRef(new Set<SanitisedMessage>());
  const isReady = useSteady((message: SanitisedMessage) => void ready.current.add(message));
  /** Which frame is whose; frames are counted as they are made. */
  const places = useRef(new Map<number, number>());
  const made = useRef(1);
  const spare = useRef<number | null>(1);
  const [, drawAgain] = useState(1);
  const { id } = record;
  useEffect(() => {
    if (!settled && !closed) return;
    const ending = new AbortController();
    const { signal } = ending;
    const layOut = async () => {
      const wanted = [record];
      const rested = pause(layOutAfter);
      await idle(signal);
      if (signal.aborted) return;
      if (spare.current === null) {
        made.current += 1;
        spare.current = made.current;
        drawAgain(made.current);
      }
      if (closed) {
        // To take frames away takes long, too: not while the next message is opened.
        setLaid([]);
        setCleared(true);
        return;
      }
      for (const next of beside()) {
        await prepare(next, signal);
        await rested;
        await idle(signal);
        if (signal.aborted) return;
        wanted.push(next);
        // Those of before go in the end: one of them may be among those that are still to come.
        setLaid((before) => [...before.filter((other) => !wanted.includes(other)), ...wanted]);
      }
      setLaid(wanted);
    };
    const timer = setTimeout(layOut, prepareAfter);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [settled, closed, id]);
  const cards = new Map<number, Card>();
  for (const other of laid) {
    const opened = keptOpened(other);
    if (opened?.state !== 'ready' || !opened.html) continue;
    // Somebody waits for another message: what was begun for later is left.
    if (settled || ready.current.has(opened.html)) cards.set(other.id, cardOf(other, opened.html));
  }
  cards.delete(id);
  if (html && !cleared) cards.set(id, cardOf(record, html));
  const drawn = new Set([...cards.values()].map(({ message }) => message));
  for (const message of ready.current) if (!drawn.has(message)) ready.current.delete(message);
  for (const number of places.current.keys()) if (!cards.has(number)) places.current.delete(number);
  const placeOf = (number: number) => {
    let place = places.current.get(number);
    if (place === undefined) {
      if (number === id && spare.current !== null) {
        place = spare.current;
        spare.current = null;
      } else {
        made.current += 1;
        place = made.current;
      }
      places.current.set(number, place);
    }
    return place;
  };
  const frames = [...cards].map(([number, card]) => ({ number, card, place: placeOf(number) }));
  if (spare.current !== null) frames.push({ number: 0, card: nobodys, place: spare.current });
  return (
    <div className="relative text-ink">
      {frames
        .sort((one, other) => one.place - other.place)
        .map(({ number, card, place }) => (
          <div
            key={place}
            aria-hidden={number !== id || undefined}
            className={number === id ? undefined : 'invisible absolute inset-x-0 top-0 h-0 overflow-clip'}
          >
            <HtmlBody {...card} asks={asks} ahead={number !== id} onReady={isReady} />
          </div>
        ))}
    </div>
  );
}

interface Card {
  message: SanitisedMessage | null;
  sender: string;
}

const nobodys: Card = { message: null, sender: '' };

const cardOf = ({ envelope }: MessageRecord, message: SanitisedMessage): Card => ({
  message,
  sender: envelope.from[0]?.address ?? '',
});

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Resolves when the page has nothing else to do. */
function idle(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve());
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 50);
  });
}
