import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Check } from '@/components/ui/Check';
import type { DoctorRow } from '@/lib/contract/doctor';

interface Props {
  row: DoctorRow;
  /** The fingerprint that is to be believed from now on, or null for none. */
  onPin: (fingerprint: string | null) => void;
}

/** Beneath a certificate that does not hold: whether it may be believed all the same, never by one press alone. */
export function PinChoice({ row: { state, problem, facts }, onPin }: Props) {
  const t = useTranslations('doctor.pin');
  const [compared, setCompared] = useState(false);
  const [done, setDone] = useState<'done' | 'dropped' | null>(null);
  const { certificate } = facts;
  if (state !== 'failed' || !certificate) return null;
  if (done) {
    return (
      <p role="status" className="mt-2 font-semibold text-ok">
        {t(done)}
      </p>
    );
  }
  if (certificate.valid && problem?.code === 'certificate_changed') {
    const drop = () => {
      onPin(null);
      setDone('dropped');
    };
    return (
      <div className="mt-2 space-y-2">
        <p className="text-pretty text-ink-2">{t('unpin')}</p>
        <Button onClick={drop}>{t('drop')}</Button>
      </div>
    );
  }
  if (!certificate.mayPin) return <p className="mt-2 text-xs text-pretty text-ink-3">{t('denied')}</p>;
  const pin = () => {
    onPin(certificate.fingerprint);
    setDone('done');
  };
  return (
    <div className="mt-2 space-y-2">
      <p className="text-pretty text-ink-2">{t('offer')}</p>
      <Check label={t('compared')} checked={compared} onChange={setCompared} />
      <Button disabled={!compared} onClick={pin}>
        {t('pin')}
      </Button>
    </div>
  );
}
