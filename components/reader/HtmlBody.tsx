'use client';

import { Palette } from 'lucide-react';
import { useTranslations } from 'next-intl';
import {
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useDark } from '@/components/settings/theme';
import { useKeyListener } from '@/components/shell/useKeys';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { useFrameColours } from './frameColours';
import { type FrameColours, fillFrame, frameDocument, frameSandbox, whenDrawn } from './frameDocument';
import { followSize, listenToFrame } from './frameEvents';
import type { Link } from './linkOf';
import { isDarkByItself, standsOnPicture } from './night';
import type { SanitisedMessage } from './sanitise';
import { useTextSize } from './textSize';
import { nightFilter, turnAround, turnedColour } from './turned';
import { useOriginalColours } from './useOriginalColours';

interface Props {
  /** Null: the frame stands ready, for the message that will be opened next. */
  message: SanitisedMessage | null;
  asks: (link: Link) => boolean;
  /** Whose mail it is, for the choice of its colours. */
  sender: string;
  /** Of its frame, where it is not the message that is read, but one inside of it. */
  name?: string;
  /** It is laid out for somebody who has not asked for it yet: its frame has no name. */
  ahead?: boolean;
  /** Is told when the frame has all of the message. */
  onReady?: ((message: SanitisedMessage) => void) | undefined;
}

/**
 * A sanitised message in its frame: no scripts, nothing loaded, as high as its contents. Others beside it are not drawn again
 * when it is shown.
 */
export const HtmlBody = memo(function HtmlBody({
  message,
  asks,
  sender,
  name,
  ahead = false,
  onReady,
}: Props) {
  const t = useTranslations('reader');
  const dark = useDark();
  const colours = useFrameColours(dark);
  const coloured = message?.coloured ?? false;
  const hasOwn = dark && coloured;
  const [original, setOriginal] = useOriginalColours(hasOwn ? sender : '');
  // What is dark by itself is shown as it is either way.
  const [black, setBlack] = useState(false);
  const [, , size] = useTextSize();
  const height = useRef(0);
  // A frame is filled once: what is to be shown in another way gets a new one.
  const shown = useRef({ key: 0, message, colours });
  const before = shown.current;
  if (colours !== before.colours || (before.message !== null && message !== before.message))
    shown.current = { key: before.key + 1, message, colours };
  else before.message = message;
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
      <Frame
        key={shown.current.key}
        title={ahead ? undefined : (name ?? t('body'))}
        message={message}
        colours={colours}
        before={height}
        asks={asks}
        own={hasOwn}
        night={hasOwn && !original}
        onBlack={setBlack}
        size={size}
        onReady={onReady}
        className={coloured ? classes(edgeToEdge, dark ? 'rounded-xl bg-white' : 'rounded-md') : 'w-full'}
      />
    </>
  );
});

/** White, turned. */
const nightGround = `rgb(${turnedColour(255, 255, 255)})`;

/** On a phone a laid-out message has the whole screen, without the margins of the text around it. */
const edgeToEdge = 'w-full max-sm:-mx-4 max-sm:w-[calc(100%+2rem)] max-sm:rounded-none';

interface FrameProps {
  title: string | undefined;
  message: SanitisedMessage | null;
  colours: FrameColours;
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
  onReady: ((message: SanitisedMessage) => void) | undefined;
  className: string;
}

function Frame({
  title,
  message,
  colours,
  before,
  asks,
  own,
  night,
  onBlack,
  size,
  onReady,
  className,
}: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(before.current);
  const follow = (next: number) => {
    before.current = next;
    setHeight(next);
  };
  const onKey = useKeyListener();
  const asking = useRef(asks);
  asking.current = asks;
  const [turned, setTurned] = useState<'not' | 'whole' | 'around'>('not');
  const turnBack = useRef<(() => void) | null>(null);
  const turn = useCallback(() => {
    const doc = frame.current?.contentDocument;
    if (!doc?.body || !own) return;
    // What it is by itself is seen in its own colours.
    turnBack.current?.();
    turnBack.current = null;
    const black = isDarkByItself(doc) || standsOnPicture(doc);
    onBlack(black);
    if (night && !black) turnBack.current = turnAround(doc);
    setTurned(!night || black ? 'not' : turnBack.current ? 'around' : 'whole');
  }, [own, night, onBlack]);
  const srcDoc = useMemo(() => frameDocument(colours), [colours]);
  const stop = useRef(() => {});
  useEffect(() => () => stop.current(), []);
  /** How far it is: its document has come, it has its message, the message is drawn. */
  const stage = useRef<'coming' | 'empty' | 'filled' | 'drawn'>('coming');
  useEffect(() => {
    if (stage.current === 'drawn') turn();
  }, [turn]);
  const attach = () => {
    stage.current = 'drawn';
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
    if (message) onReady?.(message);
  };
  const attached = useRef(attach);
  attached.current = attach;
  useEffect(() => {
    if (stage.current === 'drawn') attached.current();
  }, [size]);
  const fill = () => {
    const doc = frame.current?.contentDocument;
    if (stage.current !== 'empty' || !message || doc?.URL !== 'about:srcdoc') return;
    stage.current = 'filled';
    fillFrame(doc, message, colours);
    const leave = whenDrawn(doc, () => attached.current());
    // If it is drawn already, there is more to be stopped, and that is known.
    if (stage.current === 'filled') stop.current = leave;
  };
  // Before the screen is painted: with it, not after it.
  useLayoutEffect(fill, [message]);
  return (
    <iframe
      ref={frame}
      title={title}
      sandbox={frameSandbox}
      referrerPolicy="no-referrer"
      srcDoc={srcDoc}
      onLoad={() => {
        stage.current = 'empty';
        fill();
      }}
      style={{
        height,
        filter: turned === 'whole' ? nightFilter : undefined,
        background: turned === 'around' ? nightGround : undefined,
      }}
      className={classes('focus-inside block', height === 0 && 'opacity-0', className)}
    />
  );
}
