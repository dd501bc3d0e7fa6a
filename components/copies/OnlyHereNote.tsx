'use client';

import { MonitorSmartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { openSettings } from '@/components/shell/useRoute';
import { useStored } from '@/components/shell/useStored';
import { readOnlyHere } from '@/lib/store/safety';

/** Says quietly that this device may be the only place where some mail is; the way to a second copy. */
export function OnlyHereNote() {
  const t = useTranslations('status');
  const { value } = useStored(readOnlyHere, ({ kind }) => kind === 'safety');
  if (!value || value.uncopied === 0) return null;
  return (
    <button
      type="button"
      onClick={() => openSettings('storage')}
      className="focus-inside inline-flex h-6.5 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-ink-3 hover:bg-soft hover:text-accent max-sm:relative max-sm:after:absolute max-sm:after:-inset-y-2.5 max-sm:after:inset-x-0"
    >
      <MonitorSmartphone aria-hidden />
      <span className="truncate">{t('onlyHere', { count: value.uncopied })}</span>
    </button>
  );
}
