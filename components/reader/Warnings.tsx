'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';
import { fileName } from '@/lib/mail/fileName';
import type { Warning } from './warnings';

interface Props {
  warnings: readonly Warning[];
  onDetails: () => void;
  onOriginal: () => void;
  onLinks: () => void;
  onFiles: () => void;
}

/** What is odd about a message, calmly, above its body: a sentence each, and one thing to do about it. */
export function Warnings({ warnings, onDetails, onOriginal, onLinks, onFiles }: Props) {
  const t = useTranslations('warnings');
  if (warnings.length === 0) return null;
  const actOf = ({ about, kind }: Warning): [() => void, string] => {
    if (about === 'link') return [onLinks, t('act.link')];
    if (about === 'file') return [onFiles, t('act.file')];
    return kind === 'body' ? [onOriginal, t('act.body')] : [onDetails, t('act.sender')];
  };
  return (
    <ul aria-label={t('title')} className="mt-4 grid gap-1 rounded-[10px] bg-warn-soft px-3 py-2 text-sm">
      {warnings.map((warning) => {
        const [act, name] = actOf(warning);
        return (
          <li
            key={`${warning.about} ${warning.kind}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-1"
          >
            <TriangleAlert
              aria-hidden
              className="size-4.5 shrink-0 text-warn max-sm:mt-0.5 max-sm:self-start"
            />
            <p className="min-w-40 flex-1 text-shy text-ink">
              <Sentence warning={warning} />
            </p>
            <Button kind="quiet" className="h-8 max-sm:h-11" onClick={act}>
              {name}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function Sentence({ warning }: { warning: Warning }) {
  const t = useTranslations('warnings');
  switch (warning.about) {
    case 'sender':
      return t(`sender.${warning.kind}`, { seems: warning.seems, real: warning.real });
    case 'turned':
      return t(`turned.${warning.kind}`);
    case 'link':
      return t(`link.${warning.kind}`, { shown: warning.shown, real: warning.real, count: warning.count });
    case 'file':
      return t(`file.${warning.kind}`, { name: fileName(warning.name, ''), count: warning.count });
  }
}
