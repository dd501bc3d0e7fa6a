'use client';

import { Palette } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useDark } from '@/components/settings/theme';
import { useKeyListener } from '@/components/shell/useKeys';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { useFrameColours } from './frameColours';
import { frameDocument, frameSandbox } from './frameDocument';
import { followSize, listenToFrame } from './frameEvents';
import { isDarkByItself } from './night';
import type { Link, SanitisedMessage } from './sanitise';
import { useTextSize } from './textSize';
import { useOriginalColours } from './useOriginalColours';

interface Props {
  message: SanitisedMessage;
  asks: (link: Link) => boolean;
  /** Whose mail it is, for the choice of its colours. */
  sender: string;
  /** It is laid out for somebody who has not asked for it yet: its frame has no name. */
  ahead?: boolean;
  /** Is told when the frame has all of the message. */
  onReady?: (() => void) | undefined;
}

/** A sanitised message in its frame: no scripts, nothing loaded, as high as its contents. */
export function HtmlBody({ message, asks, sender, ahead = false, onReady }: Props) {
  const t = useTranslations('reader');
  const dark = useDark();
  const colours = useFrameColours(dark);
  const [original, setOriginal] = useOriginalColours(sender);
  const hasOwn = dark && message.coloured;
  // What is dark by itself is shown as it is either way.
  const [black, setBlack] = useState(false);
  const [, , size] = useTextSize();
  const count = useRef(0);
  const height = useRef(0);
  const shown = useMemo(() => {
    count.current += 1;
    return { key: count.current, srcDoc: frameDocument(message, colours) };
  }, [message, colours]);
  return (
    <>
      {hasOwn && (
        <div className="mb-2 flex justify-end">
          <Button
            kind="quiet"
            className={classes('h-8 text-sm max-sm:h-11', black && 'invisible')}
            aria-pressed={original}
            onClick={() => setOriginal(!original)}
          >
            <Palette aria-hidden />
            {t('originalColours')}
          </Button>
        </div>
      )}
      {/* A frame whose document changes adds to the history: a new document gets a new frame. */}
      <Frame
        key={shown.key}
        title={ahead ? undefined : t('body')}
        srcDoc={shown.srcDoc}
        before={height}
        asks={asks}
        own={hasOwn}
        night={hasOwn && !original}
        onBlack={setBlack}
        size={size}
        onReady={onReady}
        className={
          message.coloured ? classes(edgeToEdge, dark ? 'rounded-xl bg-white' : 'rounded-md') : 'w-full'
        }
      />
    </>
  );
}

/** On a phone a laid-out message has the whole screen, without the margins of the text around it. */
const edgeToEdge = 'w-full max-sm:-mx-4 max-sm:w-[calc(100%+2rem)] max-sm:rounded-none';

interface FrameProps {
  title: string | undefined;
  srcDoc: string;
  /** The height of the document before this one, which it begins with: nothing jumps when images come. */
  before: RefObject<number>;
  asks: (link: Link) => boolean;
  /** It brings colours that the theme does not have. */
  own: boolean;
  /** Its colours are turned over, unless it is dark by itself. */
  night: boolean;
  /** Says whether it is. */
  onBlack: (black: boolean) => void;
  /** Of its text, 1 for the usual one. */
  size: number;
  onReady: (() => void) | undefined;
  className: string;
}

function Frame({ title, srcDoc, before, asks, own, night, onBlack, size, onReady, className }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(before.current);
  const follow = (next: number) => {
    before.current = next;
    setHeight(next);
  };
  const onKey = useKeyListener();
  const asking = useRef(asks);
  asking.current = asks;
  const [turned, setTurned] = useState(false);
  const turn = useCallback(() => {
    const doc = frame.current?.contentDocument;
    if (!doc?.body || !own) return;
    const black = isDarkByItself(doc);
    onBlack(black);
    const next = night && !black;
    doc.documentElement.toggleAttribute('data-night', next);
    setTurned(next);
  }, [own, night, onBlack]);
  useEffect(turn, [turn]);
  const stop = useRef(() => {});
  useEffect(() => () => stop.current(), []);
  const loaded = useRef(false);
  const attach = () => {
    loaded.current = true;
    stop.current();
    if (!frame.current) return;
    turn();
    const ways = [
      listenToFrame(frame.current, onKey, (link) => asking.current(link)),
      followSize(frame.current, size, follow),
    ];
    stop.current = () => {
      for (const way of ways) way();
    };
    onReady?.();
  };
  const attached = useRef(attach);
  attached.current = attach;
  useEffect(() => {
    if (loaded.current) attached.current();
  }, [size]);
  return (
    <iframe
      ref={frame}
      title={title}
      sandbox={frameSandbox}
      referrerPolicy="no-referrer"
      srcDoc={srcDoc}
      onLoad={attach}
      style={{ height }}
      className={classes(
        'focus-inside block',
        height === 0 && 'opacity-0',
        turned && 'invert-90 hue-rotate-180',
        className,
      )}
    />
  );
}
