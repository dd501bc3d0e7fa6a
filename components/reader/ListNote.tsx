'use client';

import { MailMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { LeaveDialog, type LeaveProps } from './LeaveDialog';

/** Leaves the mailing list that a message came from, and says how before. */
export function ListNote(props: LeaveProps) {
  const t = useTranslations('lists');
  const [open, setOpen] = useState(false);
  return (
    <div className="mt-2 ps-14.5 max-sm:ps-0">
      <Button kind="quiet" className="-ms-2.5 h-7 px-2.5 text-sm max-sm:h-11" onClick={() => setOpen(true)}>
        <MailMinus aria-hidden />
        {t('unsubscribe')}
      </Button>
      <LeaveDialog {...props} open={open} onClose={() => setOpen(false)} />
    </div>
  );
}
