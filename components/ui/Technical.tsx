import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** A fold for the technical words, so that they help without frightening. Without a title it is "Technical details". */
export function Technical({ title, children }: { title?: string; children: ReactNode }) {
  const t = useTranslations('app');
  return (
    <details className="group mt-2 text-sm">
      <summary className="inline-flex items-center gap-1 rounded-md text-ink-2 hover:text-ink max-sm:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 transition-transform duration-100 group-open:rotate-90" />
        {title ?? t('technical')}
      </summary>
      <div className="mt-1 rounded-lg border border-line bg-paper px-3 py-2 font-mono text-xs text-ink-2 text-shy whitespace-pre-wrap">
        {children}
      </div>
    </details>
  );
}
