'use client';

import { useTranslations } from 'next-intl';
import { SectionTexts } from '@/components/i18n/SectionTexts';

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
  ['trash', 'in:trash '],
] as const;

interface Props {
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

function Chips({ onChoice }: Props) {
  const t = useTranslations('searching');
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
    </fieldset>
  );
}
