'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { knownCode } from '@/components/ui/problems';
import { Technical } from '@/components/ui/Technical';
import type { AccountRecord } from '@/lib/store/schema';
import type { Trouble } from '@/lib/sync/status';

/** What went wrong, in one line; pressed, it says what to do and shows the technical words. */
export function ProblemNote({ problem, account }: { problem: Trouble; account: AccountRecord | undefined }) {
  const t = useTranslations();
  const code = knownCode(problem.code);
  const about = {
    host: account?.host ?? '',
    port: String(account?.port ?? ''),
    domain: account?.address.split('@').at(-1) ?? '',
  };
  const title = t(`problems.${code}.title`);
  return (
    <Popover.Root>
      <Popover.Trigger className="focus-inside -ml-1.5 flex h-6.5 min-w-0 items-center gap-1.75 rounded-md px-1.5 font-semibold text-bad hover:bg-bad-soft">
        <TriangleAlert aria-hidden />
        <span className="truncate">{title}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={title}
          side="top"
          align="start"
          sideOffset={8}
          collisionPadding={10}
          className="z-40 max-w-[min(24rem,calc(100vw-1.25rem))] animate-appear rounded-xl border border-line bg-raised p-4 shadow-menu"
        >
          {account && <p className="mb-1 text-xs text-ink-3 text-shy">{account.name}</p>}
          <p className="font-semibold text-bad">{title}</p>
          <p className="mt-1 text-sm text-pretty text-ink-2 text-shy">{t(`problems.${code}.hint`, about)}</p>
          <Technical>
            {problem.said !== undefined && `${t('steps.said')}: ${problem.said}\n`}
            {problem.step && `${t('steps.step')}: ${problem.step}\n`}
            {`${t('steps.code')}: ${problem.code}`}
          </Technical>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
