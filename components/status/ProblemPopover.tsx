'use client';

import { Stethoscope } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { toldAs } from '@/components/accounts/told';
import { DoctorTexts } from '@/components/i18n/DoctorTexts';
import { openSettings } from '@/components/shell/useRoute';
import { Button } from '@/components/ui/Button';
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
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={t(`problems.${code}.title`)}
          side="top"
          align="start"
          sideOffset={8}
          collisionPadding={10}
          className="z-40 max-w-[min(24rem,calc(100vw-1.25rem))] animate-appear rounded-xl border border-line bg-raised p-4 shadow-menu"
        >
          <DoctorTexts>
            <Words problem={problem} code={code} account={account} />
          </DoctorTexts>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Words({ problem, code, account }: Pick<Props, 'problem' | 'code' | 'account'>) {
  const t = useTranslations();
  const key = toldAs({ ...problem, code });
  const about = {
    host: account?.host ?? '',
    port: String(account?.port ?? ''),
    domain: account?.address.split('@').at(-1) ?? '',
  };
  return (
    <>
      {account && <p className="mb-1 text-xs text-ink-3 text-shy">{account.name}</p>}
      <p className="font-semibold text-bad">{t(`${key}.title`)}</p>
      <p className="mt-1 text-sm text-pretty text-ink-2 text-shy">{t(`${key}.hint`, about)}</p>
      {account && problem.step !== undefined && (
        <Button onClick={() => openSettings('doctor', account.id)} className="mt-2.5">
          <Stethoscope aria-hidden />
          {t('doctor.section.start')}
        </Button>
      )}
      <Technical>
        {problem.said !== undefined && `${t('steps.said')}: ${problem.said}\n`}
        {problem.step && `${t('steps.step')}: ${problem.step}\n`}
        {`${t('steps.code')}: ${problem.code}`}
      </Technical>
    </>
  );
}
