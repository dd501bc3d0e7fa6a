'use client';

import { FileCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { tasks } from '@/lib/archive/client';
import { FileButton } from './FileButton';

/** Choosing a copy, to be read from its first octet to its last. */
export function VerifyForm({ busy }: { busy: boolean }) {
  const t = useTranslations('copies.verify');
  return (
    <FileButton
      label={t('choose')}
      icon={<FileCheck aria-hidden />}
      busy={busy}
      onFiles={([file]) => file && tasks.start({ kind: 'verify', file })}
    />
  );
}
