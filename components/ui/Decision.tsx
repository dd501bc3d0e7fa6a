import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from './Button';
import { Technical } from './Technical';

interface Props {
  /** What the deciding button says. */
  children: ReactNode;
  kind: 'primary' | 'danger';
  busy: boolean;
  /** Why the last try failed, and the words for it. */
  error: Error | null;
  failed: string;
  onDecide: () => void;
  onCancel: () => void;
}

/** The end of a dialog that asks: what went wrong with the last try, the way out, and the deciding button. */
export function Decision({ children, kind, busy, error, failed, onDecide, onCancel }: Props) {
  const t = useTranslations('app');
  return (
    <>
      {error && (
        <div role="alert" className="mt-4 rounded-xl bg-bad-soft px-3.5 py-2.5 text-bad">
          {failed}
          <Technical>{`${error.name}: ${error.message}`}</Technical>
        </div>
      )}
      <div className="mt-6 flex justify-end gap-2 max-sm:flex-col-reverse">
        <Button data-first onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button kind={kind} busy={busy} onClick={onDecide}>
          {children}
        </Button>
      </div>
    </>
  );
}
