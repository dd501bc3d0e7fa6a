'use client';

import { FileWarning, MonitorSmartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { openSettings } from '@/components/shell/useRoute';
import { useStored } from '@/components/shell/useStored';
import { readDamage } from '@/lib/store/damage';
import { readOnlyHere } from '@/lib/store/safety';

async function readNote() {
  const [{ uncopied }, damage] = await Promise.all([readOnlyHere(), readDamage()]);
  return { uncopied, damaged: damage.filter(({ comesAgain }) => !comesAgain).length };
}

/** Says quietly that this device may be the only place where some mail is, or that some is damaged here for good; the way to a second copy. */
export function OnlyHereNote() {
  const t = useTranslations('status');
  const { value } = useStored(readNote, ({ kind }) => kind === 'safety' || kind === 'accounts');
  if (!value || value.uncopied + value.damaged === 0) return null;
  const Icon = value.damaged > 0 ? FileWarning : MonitorSmartphone;
  return (
    <button
      type="button"
      onClick={() => openSettings('storage')}
      className="focus-inside inline-flex h-6.5 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-ink-3 hover:bg-soft hover:text-accent max-sm:relative max-sm:after:absolute max-sm:after:-inset-y-2.5 max-sm:after:inset-x-0"
    >
      <Icon aria-hidden className={value.damaged > 0 ? 'text-warn' : undefined} />
      <span className="truncate">
        {value.damaged > 0
          ? t('damagedHere', { count: value.damaged })
          : t('onlyHere', { count: value.uncopied })}
      </span>
    </button>
  );
}
