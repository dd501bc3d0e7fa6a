'use client';

import { MessagesSquare } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { SectionTexts } from '@/components/i18n/SectionTexts';
import { IconButton } from '@/components/ui/IconButton';
import { type Grouping, setGrouped, useGrouped } from './useGrouped';

/** Switches the list of a folder, or of what is found, between messages and conversations. */
export function GroupToggle({ folder }: { folder: Grouping }) {
  return (
    <SectionTexts>
      <Toggle folder={folder} />
    </SectionTexts>
  );
}

function Toggle({ folder }: { folder: Grouping }) {
  const t = useTranslations('grouping');
  const grouped = useGrouped(folder);
  return (
    <IconButton
      label={t('toggle')}
      aria-pressed={grouped}
      onClick={() => setGrouped(folder, !grouped)}
      className={grouped ? 'text-accent!' : ''}
    >
      <MessagesSquare aria-hidden />
    </IconButton>
  );
}
