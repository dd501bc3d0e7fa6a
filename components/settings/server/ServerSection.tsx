'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';
import { Group } from '../Group';
import type { SectionProps } from '../sections';
import { Journal } from './Journal';
import { Planner } from './Planner';
import { PolicyForm } from './PolicyForm';
import { ServerNotes } from './ServerNotes';
import { useServerMail } from './useServerMail';
import { Waiting } from './Waiting';

/** What happens to an account's mail on its server: the rule, what waits, making room, and what was deleted. */
export function ServerSection({ account }: SectionProps) {
  const t = useTranslations('server');
  return account ? <OfAccount id={account.id} /> : <p className="text-ink-3">{t('noAccount')}</p>;
}

function OfAccount({ id }: { id: string }) {
  const t = useTranslations('server');
  const { value: mail, error, retry } = useServerMail(id);
  if (error) {
    return (
      <div role="alert" className="grid justify-items-start gap-3">
        <p>{t('unreadable')}</p>
        <Button onClick={retry}>{t('again')}</Button>
      </div>
    );
  }
  if (!mail) return null;
  return (
    <>
      <ServerNotes account={mail.account} />
      <Group title={t('rule')} text={t('ruleText')}>
        <PolicyForm mail={mail} onSafety={retry} />
      </Group>
      <Waiting mail={mail} />
      <Group title={t('planner')} text={t('plannerText')}>
        <Planner mail={mail} onSafety={retry} />
      </Group>
      <Group title={t('journal')} text={t('journalText')}>
        <Journal mail={mail} />
      </Group>
    </>
  );
}
