'use client';

import { useTranslations } from 'next-intl';
import type { Action, Asking } from '@/components/actions/actions';
import { DoneNotice } from '@/components/actions/DoneNotice';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { Modal } from '@/components/ui/Modal';
import { LabelChoice } from './LabelChoice';
import { MoveChoice } from './MoveChoice';
import { SnoozeForm } from './SnoozeForm';

interface Props {
  what: Asking;
  ids: readonly number[];
  onAction: (action: Action, ids: readonly number[]) => void;
  onClose: () => void;
}

/** What has to be asked before messages are moved, copied, labelled or snoozed. */
export function OrganiseDialog(props: Props) {
  return (
    <OrganisingTexts>
      <Body {...props} />
    </OrganisingTexts>
  );
}

function Body({ what, ids, onAction, onClose }: Props) {
  const t = useTranslations('organise');
  const act = (action: Action) => onAction(action, ids);
  const actAndClose = (action: Action) => {
    act(action);
    onClose();
  };
  return (
    <Modal title={t(`${what}Title`, { count: ids.length })} onClose={onClose}>
      {what === 'move' && <MoveChoice onChoose={actAndClose} />}
      {what === 'copy' && <MoveChoice copy onChoose={actAndClose} />}
      {what === 'label' && (
        <>
          <LabelChoice ids={ids} onChoose={act} />
          <DoneNotice on="dialog" />
        </>
      )}
      {what === 'snooze' && <SnoozeForm onChoose={actAndClose} />}
    </Modal>
  );
}
