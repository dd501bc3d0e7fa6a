'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { IconButton } from '@/components/ui/IconButton';
import { dismiss, undoLast } from './done';
import { type NoticeGround, useNoticeOn } from './noticeGround';

/** Long enough to read it and to reach the button; the key undoes afterwards, too, ms. */
const shownFor = 12_000;

const where: Readonly<Record<NoticeGround, string>> = {
  page: 'absolute inset-x-0 bottom-4 px-4 max-sm:bottom-20',
  settings: 'absolute inset-x-0 bottom-4 px-4',
  dialog: 'sticky bottom-0 pt-2',
};

/**
 * What has just been done, and the way back, over the lower edge of the list, of the settings, or of a dialog: of the
 * topmost of those that are open, because what lies under a dialog can neither be seen nor pressed nor heard.
 */
export function DoneNotice({ on }: { on: NoticeGround }) {
  return (
    <OrganisingTexts>
      <Told on={on} />
    </OrganisingTexts>
  );
}

function Told({ on }: { on: NoticeGround }) {
  const t = useTranslations();
  const notice = useNoticeOn(on);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!notice || held) return;
    const timer = setTimeout(() => dismiss(notice.id), shownFor);
    return () => clearTimeout(timer);
  }, [notice, held]);
  // Soon after a swipe Chromium takes a tap for the end of the fling, and makes no click of it: the finger counts itself.
  const tapped = useRef(false);
  const byFinger = ({ pointerType }: PointerEvent) => {
    if (pointerType !== 'touch') return;
    tapped.current = true;
    void undoLast();
  };
  const byClick = () => {
    if (!tapped.current) void undoLast();
    tapped.current = false;
  };
  useEffect(() => {
    tapped.current = false;
  }, [notice]);
  useEffect(() => {
    if (!notice) setHeld(false);
  }, [notice]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: they only hold the notice while somebody is at it
    <div
      className={`pointer-events-none z-30 flex justify-center ${where[on]}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div
        className={
          notice
            ? 'pointer-events-auto flex min-h-11 max-w-full animate-rise items-center gap-1 rounded-xl bg-ink py-1 ps-4 pe-1.5 text-paper shadow-menu'
            : 'contents'
        }
      >
        <p aria-live="polite" className="min-w-0 text-pretty">
          {notice &&
            t(`done.${notice.words}`, {
              count: notice.count,
              sofar: notice.sofar ?? 0,
              left: notice.left ?? 0,
            })}
        </p>
        {notice?.undoable && (
          <button
            type="button"
            onPointerUp={byFinger}
            onClick={byClick}
            className="ms-2 h-9 rounded-lg px-3 font-semibold text-paper underline underline-offset-2 outline-offset-[-3px] outline-paper! hover:bg-paper/15 pointer-coarse:h-11"
          >
            {t('done.undo')}
          </button>
        )}
        {notice && (
          <IconButton
            label={t('done.dismiss')}
            onClick={() => dismiss(notice.id)}
            className="text-paper! outline-paper! hover:bg-paper/15!"
          >
            <X aria-hidden />
          </IconButton>
        )}
      </div>
    </div>
  );
}
