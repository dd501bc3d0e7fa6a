'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { done } from '@/components/actions/done';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { Modal } from '@/components/ui/Modal';
import { removeSearch, renameSearch, saveSearch } from '@/lib/store/savedSearches';
import { openPlaceDialog, type SearchDialog } from './placeDialogs';
import { useNaming } from './useNaming';

const close = () => openPlaceDialog(null);

/** Asks what a search is to be called. */
export function SavedForm({ dialog }: { dialog: SearchDialog }) {
  const t = useTranslations();
  const before = dialog.kind === 'renameSearch' ? dialog.search : null;
  const text = dialog.kind === 'renameSearch' ? dialog.search.text : dialog.text;
  const [name, setName] = useState(before?.name ?? text.slice(0, 40));
  const { trouble, busy, submit } = useNaming(async () => {
    if (before) {
      const was = await renameSearch(before.id, name);
      done('searchRenamed', 0, () => renameSearch(was.id, was.name));
    } else {
      const { id } = await saveSearch({ name, text });
      done('searchSaved', 0, () => removeSearch(id));
    }
  });
  const problem = trouble === 'many' ? t('saved.many') : trouble && t(`places.${trouble}`);
  return (
    <Modal title={t(before ? 'saved.renameTitle' : 'saved.saveTitle')} onClose={close}>
      <form onSubmit={(event) => void submit(event)} className="grid gap-4">
        <p className="text-ink-2 [overflow-wrap:anywhere]">{t('saved.finds', { text })}</p>
        <Field
          label={t('places.name')}
          value={name}
          data-first
          autoComplete="off"
          maxLength={200}
          problem={problem}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="mt-2 flex justify-end gap-2 max-sm:flex-col-reverse">
          <Button onClick={close}>{t('places.cancel')}</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {t('places.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
