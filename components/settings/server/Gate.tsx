'use client';

import { ShieldAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Check } from '@/components/ui/Check';

/** Before mail may leave the server while the only other copy can be evicted: what that means, and two ways on. */
export function Gate({
  accepted,
  missing,
  onAccept,
  onSafety,
}: {
  accepted: boolean;
  /** Somebody wanted to go on without. */
  missing: boolean;
  onAccept: (accepted: boolean) => void;
  onSafety: () => void;
}) {
  const t = useTranslations('server.gate');
  const [refused, setRefused] = useState(false);
  const persist = async () => {
    const granted = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
    setRefused(!granted);
    if (granted) onSafety();
  };
  return (
    <section
      aria-label={t('title')}
      className="grid gap-3 rounded-xl border border-warn/40 bg-warn-soft p-4 text-sm text-ink"
    >
      <p className="flex gap-2.5 text-pretty">
        <ShieldAlert aria-hidden className="mt-px size-4.5 shrink-0 text-warn" />
        {t('text')}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={persist}>{t('persist')}</Button>
        <span role="status">{refused && t('refused')}</span>
      </div>
      <Check strong checked={accepted} invalid={missing} onChange={onAccept} label={t('accept')}>
        {missing && <span className="font-semibold text-bad">{t('missing')}</span>}
      </Check>
    </section>
  );
}
