'use client';

import { History, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { SectionTexts } from '@/components/i18n/SectionTexts';
import { forgetSearches, recentSearches } from '@/lib/store/recentSearches';

/** What is offered, in the order of how often it is wanted. What ends in a colon waits for more. */
const offered = [
  ['from', 'from:'],
  ['to', 'to:'],
  ['subject', 'subject:'],
  ['attachment', 'has:attachment '],
  ['unread', 'is:unread '],
  ['starred', 'is:starred '],
  ['filename', 'filename:'],
  ['newer', 'newer_than:1m '],
  ['older', 'older_than:1y '],
  ['larger', 'larger:5M '],
  ['cc', 'cc:'],
  ['folder', 'in:'],
  ['label', 'label:'],
  ['account', 'account:'],
  ['before', 'before:'],
  ['after', 'after:'],
  ['trash', 'in:trash '],
] as const;

interface Props {
  /** Nothing is typed yet: what was searched for lately is offered. */
  empty: boolean;
  onChoice: (operator: string) => void;
}

/** The operators of searches as buttons, so that nobody has to know them. */
export function Operators(props: Props) {
  return (
    <SectionTexts>
      <Chips {...props} />
    </SectionTexts>
  );
}

function Chips({ empty, onChoice }: Props) {
  const t = useTranslations('searching');
  const [recent, setRecent] = useState<readonly string[]>([]);
  useEffect(() => {
    let alive = true;
    recentSearches().then(
      (texts) => alive && setRecent(texts),
      () => {},
    );
    return () => {
      alive = false;
    };
  }, []);
  const forget = () =>
    void forgetSearches().then(
      () => setRecent([]),
      () => {},
    );
  return (
    <fieldset className="absolute inset-x-0 top-full z-20 mt-1.5 flex flex-wrap gap-1.5 rounded-xl border border-line bg-raised p-2.5 shadow-[0_6px_18px_var(--shade)]">
      <legend className="sr-only">{t('operators')}</legend>
      {offered.map(([name, operator]) => (
        <button
          key={name}
          type="button"
          title={operator}
          // The words that are being typed keep the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoice(operator)}
          className="focus-inside h-7 rounded-full border border-line px-2.75 text-sm text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-11"
        >
          {t(`chips.${name}`)}
        </button>
      ))}
      {empty && recent.length > 0 && (
        <ul aria-label={t('recent')} className="mt-1 w-full border-t border-line pt-1.5">
          {recent.map((text) => (
            <li key={text}>
              <button
                type="button"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoice(text)}
                className="focus-inside flex h-8 w-full items-center gap-2.5 rounded-lg px-2 text-start text-ink-2 hover:bg-hover hover:text-ink max-sm:h-11 pointer-coarse:h-11"
              >
                <History aria-hidden className="size-4 shrink-0 text-ink-3" />
                <span dir="auto" className="min-w-0 flex-1 truncate">
                  {text}
                </span>
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              onMouseDown={(event) => event.preventDefault()}
              onClick={forget}
              className="focus-inside flex h-8 items-center gap-2.5 rounded-lg px-2 text-sm text-ink-3 hover:bg-hover hover:text-ink max-sm:h-11 pointer-coarse:h-11"
            >
              <X aria-hidden className="size-4 shrink-0" />
              {t('forgetRecent')}
            </button>
          </li>
        </ul>
      )}
    </fieldset>
  );
}
