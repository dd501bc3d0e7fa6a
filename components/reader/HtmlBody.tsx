'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useDark } from '@/components/settings/theme';
import { useKeyListener } from '@/components/shell/useKeys';
import { classes } from '@/components/ui/classes';
import { type FrameColours, frameDocument, frameSandbox } from './frameDocument';
import { followHeight, listenToFrame } from './frameEvents';
import type { Link, SanitisedMessage } from './sanitise';

/** A sanitised message in its frame: no scripts, nothing loaded, as high as its contents. */
export function HtmlBody({ message, asks }: { message: SanitisedMessage; asks: (link: Link) => boolean }) {
  const t = useTranslations('reader');
  const dark = useDark();
  const probe = useRef<HTMLDivElement>(null);
  const [colours, setColours] = useState<FrameColours | null>(null);
  useEffect(() => {
    if (probe.current) setColours(resolve(probe.current, dark));
  }, [dark]);
  const count = useRef(0);
  const height = useRef(0);
  const shown = useMemo(() => {
    count.current += 1;
    return colours && { key: count.current, srcDoc: frameDocument(message, colours) };
  }, [message, colours]);
  return (
    <div ref={probe} className="text-ink">
      <span hidden className="border-line text-ink-2" />
      {shown && (
        // A frame whose document changes adds to the history: a new document gets a new frame.
        <Frame
          key={shown.key}
          title={t('body')}
          srcDoc={shown.srcDoc}
          before={height}
          asks={asks}
          className={classes(message.coloured && (dark ? 'rounded-xl bg-white' : 'rounded-md'))}
        />
      )}
    </div>
  );
}

interface FrameProps {
  title: string;
  srcDoc: string;
  /** The height of the document before this one, which it begins with: nothing jumps when images come. */
  before: RefObject<number>;
  asks: (link: Link) => boolean;
  className: string;
}

function Frame({ title, srcDoc, before, asks, className }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(before.current);
  const follow = (next: number) => {
    before.current = next;
    setHeight(next);
  };
  const onKey = useKeyListener();
  const asking = useRef(asks);
  asking.current = asks;
  const stop = useRef(() => {});
  useEffect(() => () => stop.current(), []);
  const attach = () => {
    stop.current();
    if (!frame.current) return;
    const ways = [
      listenToFrame(frame.current, onKey, (link) => asking.current(link)),
      followHeight(frame.current, follow),
    ];
    stop.current = () => {
      for (const way of ways) way();
    };
  };
  return (
    <iframe
      ref={frame}
      title={title}
      sandbox={frameSandbox}
      referrerPolicy="no-referrer"
      srcDoc={srcDoc}
      onLoad={attach}
      style={{ height }}
      className={classes('focus-inside block w-full', height === 0 && 'opacity-0', className)}
    />
  );
}

function resolve(element: HTMLElement, dark: boolean): FrameColours {
  const own = getComputedStyle(element);
  const probe = getComputedStyle(element.querySelector('span') ?? element);
  const accent = document.createElement('span');
  accent.className = 'text-accent';
  element.append(accent);
  const link = getComputedStyle(accent).color;
  accent.remove();
  return { dark, ink: own.color, quiet: probe.color, line: probe.borderTopColor, accent: link };
}
