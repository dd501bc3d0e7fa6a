'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { AccountRecord } from '@/lib/store/records/account';
import { noticesOf, type ServerNotice } from '@/lib/sync/status';

/** What a person should know of the server, each with what Postbag does about it. */
export function ServerNotes({ account }: { account: AccountRecord }) {
  const notices = noticesOf(account);
  if (notices.length === 0) return null;
  return (
    <ul className="mb-6 grid gap-2">
      {notices.map((notice) => (
        <li
          key={notice.kind}
          className="flex items-start gap-2.5 rounded-[10px] bg-warn-soft px-3 py-2.5 text-sm text-warn"
        >
          <TriangleAlert aria-hidden className="mt-px size-4.5 shrink-0" />
          <Words notice={notice} />
        </li>
      ))}
    </ul>
  );
}

function Words({ notice }: { notice: ServerNotice }) {
  const t = useTranslations('serverNotices');
  switch (notice.kind) {
    case 'quarantine': {
      const { oddity, listed, expected } = notice;
      return (
        <p className="text-pretty">
          {t(`quarantine.${oddity}`, { listed, expected })} {t('quarantine.done')}
        </p>
      );
    }
    case 'ignores-deletion':
      return <p className="text-pretty">{t('ignores')}</p>;
    case 'removes-itself':
      return <p className="text-pretty">{notice.announced ? t('expires') : t('vanishes')}</p>;
  }
}
