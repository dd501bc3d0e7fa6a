'use client';

import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import type { PopupProps } from '@/components/ui/lazyPopup';
import type { ToldCode } from '@/components/ui/problems';
import { Technical } from '@/components/ui/Technical';
import type { AccountRecord } from '@/lib/store/records/account';
import type { Trouble } from '@/lib/sync/status';

interface Props extends PopupProps {
  problem: Trouble;
  code: ToldCode;
  account: AccountRecord | undefined;
}

/** What to do about a problem, and the technical words. Loaded when it is opened: see ProblemNote. */
export function ProblemPopover({ trigger, problem, code, account }: Props) {
  const t = useTranslations();
  const about = {
    host: account?.host ?? '',
    port: String(account?.port ?? ''),
    domain: account?.address.split('@').at(-1) ?? '',
  };
  const title = t(`problems.${code}.title`);
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
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
