'use client';

import { CloudCheck, CloudOff, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { Decision } from '@/components/ui/Decision';
import { Modal } from '@/components/ui/Modal';
import { type Whereabouts, whereabouts } from '@/lib/store/removal';

interface Props {
  ids: readonly number[];
  onErase: (ids: readonly number[]) => Promise<void>;
  onClose: () => void;
}

/** Before messages go for good, it says where each of them still is: on the server, or nowhere. */
export function EraseDialog(props: Props) {
  return (
    <OrganisingTexts>
      <Erase {...props} />
    </OrganisingTexts>
  );
}

function Erase({ ids, onErase, onClose }: Props) {
  const t = useTranslations();
  const [where, setWhere] = useState<Whereabouts | null>(null);
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const fail = (problem: unknown) => {
    setError(problem instanceof Error ? problem : new Error(String(problem)));
    setWorking(false);
  };
  useEffect(() => {
    let alive = true;
    whereabouts(ids).then((found) => alive && setWhere(found), fail);
    return () => {
      alive = false;
    };
  }, [ids]);
  const erase = () => {
    setWorking(true);
    setError(null);
    onErase(ids).then(onClose, fail);
  };
  return (
    <Modal role="alertdialog" title={t('erase.title', { count: ids.length })} onClose={onClose}>
      <p className="text-md text-pretty text-ink-2">{t('erase.from', { count: ids.length })}</p>
      <ul aria-busy={where === null} className="mt-3 grid min-h-12 gap-2">
        {where && where.nowhere > 0 && (
          <Line icon={<TriangleAlert aria-hidden className="text-warn" />}>
            <strong className="font-semibold text-ink">{t('erase.nowhere', { count: where.nowhere })}</strong>
          </Line>
        )}
        {where && where.leaving > 0 && (
          <Line icon={<CloudOff aria-hidden className="text-warn" />}>
            {t('erase.leaving', { count: where.leaving })}
          </Line>
        )}
        {where && where.onServer > 0 && (
          <Line icon={<CloudCheck aria-hidden className="text-ok" />}>
            {t('erase.onServer', { count: where.onServer })}
          </Line>
        )}
      </ul>
      <Decision
        kind="danger"
        busy={working || where === null}
        error={error}
        failed={t('erase.failed')}
        onDecide={erase}
        onCancel={onClose}
      >
        {t('erase.do')}
      </Decision>
    </Modal>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5 text-pretty text-ink-2 [&>svg]:mt-0.5 [&>svg]:size-4.5 [&>svg]:shrink-0">
      {icon}
      <span>{children}</span>
    </li>
  );
}
