'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCounters } from '@/components/accounts/useAccounts';
import { done } from '@/components/actions/done';
import { here, navigate } from '@/components/shell/useRoute';
import { Choice } from '@/components/ui/Choice';
import { Decision } from '@/components/ui/Decision';
import { Modal } from '@/components/ui/Modal';
import { sumOf } from '@/lib/store/counters';
import { deleteFolder, deleteLabel, restorePlaces } from '@/lib/store/placeChanges';
import { withInner } from '@/lib/store/places';
import type { FolderRecord, LabelRecord } from '@/lib/store/records/places';
import { openPlaceDialog } from './placeDialogs';
import { usePlaces } from './usePlaces';

const close = () => openPlaceDialog(null);

/** Before a folder or a label goes, it says what becomes of its mail. */
export function DeletePlace({ place }: { place: FolderRecord | LabelRecord }) {
  const t = useTranslations('places');
  const folders = useTranslations('folders');
  const counters = useCounters();
  const places = usePlaces();
  const [to, setTo] = useState<'archive' | 'trash'>('archive');
  const [moved, setMoved] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const inner = 'parent' in place ? withInner(places?.folders ?? [], place.id) : [];
  const ids = 'parent' in place ? inner.map(({ id }) => id) : [place.id];
  const count = ids.reduce((sum, id) => sum + sumOf(counters, { folder: id }).total, 0);
  const remove = async () => {
    setMoved(0);
    setError(null);
    try {
      const deleted =
        'parent' in place
          ? await deleteFolder(place.id, to, setMoved)
          : await deleteLabel(place.id, setMoved);
      done('parent' in place ? 'folderDeleted' : 'labelDeleted', deleted.before.length, () =>
        restorePlaces(deleted),
      );
      if (ids.some((id) => id === here().folder)) navigate({}, 'replace');
      close();
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
      setMoved(null);
    }
  };
  return (
    <Modal
      role="alertdialog"
      title={t('parent' in place ? 'deleteFolderTitle' : 'deleteLabelTitle', { name: place.name })}
      onClose={close}
    >
      <p className="text-md text-pretty text-ink-2">
        {t('parent' in place ? 'deleteFolderText' : 'deleteLabelText', { count })}
        {inner.length > 1 && ` ${t('deleteInner', { count: inner.length - 1 })}`}
      </p>
      {'parent' in place && count > 0 && (
        <div className="mt-4">
          <Choice
            label={t('mailTo')}
            value={to}
            options={[
              { value: 'archive', label: folders('archive') },
              { value: 'trash', label: folders('trash') },
            ]}
            onChange={setTo}
          />
        </div>
      )}
      <p role="status" className="mt-2 text-sm text-ink-3">
        {moved !== null && moved > 0 && t('moving', { count: moved })}
      </p>
      <Decision
        kind="danger"
        busy={moved !== null}
        error={error}
        failed={t('failed')}
        onDecide={() => void remove()}
        onCancel={close}
      >
        {t('deleteDo')}
      </Decision>
    </Modal>
  );
}
