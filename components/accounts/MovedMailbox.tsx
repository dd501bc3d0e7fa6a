import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';

/** The server holds none of an account's mail: it may be another mailbox, or the same one that moved without its mail. */
export function MovedMailbox({ onConfirm }: { onConfirm: () => void }) {
  const t = useTranslations('welcome');
  return (
    <div className="mt-3 rounded-xl bg-warn-soft px-3.5 py-3 text-sm text-warn">
      <p className="text-pretty">{t('movedText')}</p>
      <Button onClick={onConfirm} className="mt-2.5">
        {t('movedDo')}
      </Button>
    </div>
  );
}
