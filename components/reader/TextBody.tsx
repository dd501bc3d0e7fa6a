'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { sizeText } from '@/components/ui/sizes';
import { linked } from './linked';
import { quoteRuns, type TextBlock, textBlocks } from './quotes';

/** Shown at once; a log file of megabytes as one page would hold everything up. */
const firstPart = 100_000;

interface Props {
  text: string;
}

/** A plain-text message: quotes by their depth, the signature dimmed, addresses as links. Text stays text. */
export function TextBody({ text }: Props) {
  const t = useTranslations('reader');
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const cut = !all && text.length > firstPart;
  const runs = useMemo(() => {
    const shown = cut ? text.slice(0, firstPart) : text;
    return quoteRuns(textBlocks(shown));
  }, [text, cut]);
  return (
    <div className="text-md leading-relaxed">
      {runs.map(({ blocks, lines, deep }, index) =>
        lines === 0 ? (
          <Blocks key={index} blocks={blocks} />
        ) : (
          <details key={index} className="mt-3.5">
            <summary className="w-max max-w-full cursor-pointer rounded-md py-1 text-sm text-ink-3 hover:text-ink pointer-coarse:py-3">
              {t(deep ? 'olderQuotes' : 'quotes', { lines })}
            </summary>
            <div className="mt-2">
              <Blocks blocks={blocks} />
            </div>
          </details>
        ),
      )}
      {cut && (
        <Button className="mt-4" onClick={() => setAll(true)}>
          {t('restOfText', { size: sizeText(text.length - firstPart, locale) })}
        </Button>
      )}
    </div>
  );
}

function Blocks({ blocks }: { blocks: readonly TextBlock[] }) {
  return blocks.map((block, index) => <Block key={index} block={block} />);
}

function Block({ block: { level, signature, text } }: { block: TextBlock }) {
  let content = (
    <div dir="auto" className={classes('whitespace-pre-wrap text-shy', signature && 'text-ink-3')}>
      {linked(text)}
    </div>
  );
  for (let depth = 0; depth < level; depth += 1) {
    content = (
      <blockquote
        className={classes(
          'border-s-3 ps-3.5',
          depth === level - 1 ? quoteColours[(level - 1) % 3] : 'border-line',
        )}
      >
        {content}
      </blockquote>
    );
  }
  return <div className={classes('not-first:mt-3.5', level > 0 && 'text-ink-2')}>{content}</div>;
}

const quoteColours = ['border-accent/40', 'border-ok/45', 'border-warn/45'];
