'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazyPopup } from '@/components/ui/lazyPopup';
import { knownCode } from '@/components/ui/problems';
import type { AccountRecord } from '@/lib/store/records/account';
import type { Trouble } from '@/lib/sync/status';

const ProblemPopover = lazyPopup(
  () => import('./ProblemPopover').then(({ ProblemPopover }) => ProblemPopover),
  'dialog',
);

/** What went wrong, in one line; pressed, it says what to do and shows the technical words. */
export function ProblemNote({ problem, account }: { problem: Trouble; account: AccountRecord | undefined }) {
  const t = useTranslations();
  const code = knownCode(problem.code);
  return (
    <ProblemPopover
      problem={problem}
      code={code}
      account={account}
      trigger={
        <button
          type="button"
          className="focus-inside -ml-1.5 flex h-6.5 min-w-0 items-center gap-1.75 rounded-md px-1.5 font-semibold text-bad hover:bg-bad-soft"
        >
          <TriangleAlert aria-hidden />
          <span className="truncate">{t(`problems.${code}.title`)}</span>
        </button>
      }
    />
  );
}
