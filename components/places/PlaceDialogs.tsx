'use client';

import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { done } from '@/components/actions/done';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { accountColour, accountColours } from '@/components/mailbox/avatar';
import { here, navigate } from '@/components/shell/useRoute';
import { Button } from '@/components/ui/Button';
import { Choice } from '@/components/ui/Choice';
import { Field } from '@/components/ui/Field';
import { Modal } from '@/components/ui/Modal';
import {
  addFolder,
  addLabel,
  changeFolder,
  changeLabel,
  deleteFolder,
  deleteLabel,
} from '@/lib/store/placeChanges';
import { pathOf, withInner } from '@/lib/store/places';
import type { FolderRecord, OwnFolder } from '@/lib/store/records/places';
import { DeletePlace } from './DeletePlace';
import { openPlaceDialog, type PlaceDialog, type SearchDialog, usePlaceDialog } from './placeDialogs';
import { SavedForm } from './SavedForm';
import { useNaming } from './useNaming';
import { usePlaces } from './usePlaces';

/** The dialogs about folders and labels, whoever asked for them. */
export function PlaceDialogs() {
  const dialog = usePlaceDialog();
  if (!dialog) return null;
  return (
    <OrganisingTexts>
      {dialog.kind === 'delete' ? (
        <DeletePlace key={dialog.place.id} place={dialog.place} />
      ) : dialog.kind === 'saveSearch' || dialog.kind === 'renameSearch' ? (
        <SavedForm dialog={dialog} />
      ) : (
        <PlaceForm dialog={dialog} />
      )}
    </OrganisingTexts>
  );
}

const close = () => openPlaceDialog(null);

function PlaceForm({ dialog }: { dialog: Exclude<PlaceDialog, SearchDialog | { kind: 'delete' }> }) {
  const t = useTranslations('places');
  const places = usePlaces();
  const before = dialog.kind === 'change' ? dialog.place : null;
  const isFolder = before ? 'parent' in before : dialog.kind === 'addFolder';
  const [name, setName] = useState(before?.name ?? '');
  const [colour, setColour] = useState<number | null>(before ? before.colour : isFolder ? null : 0);
  const [parent, setParent] = useState<OwnFolder | null>(
    before && 'parent' in before ? before.parent : dialog.kind === 'addFolder' ? dialog.parent : null,
  );
  const folders = places?.folders ?? [];
  const inner = new Set(
    before && 'parent' in before ? withInner(folders, before.id).map(({ id }) => id) : [],
  );

  const { trouble, busy, submit } = useNaming(async () => {
    if (before && 'parent' in before) {
      const { id, ...was } = await changeFolder(before.id, { name, colour, parent });
      done('folderChanged', 0, () => changeFolder(id, was, true));
    } else if (before) {
      const { id, ...was } = await changeLabel(before.id, { name, colour: colour ?? 0 });
      done('labelChanged', 0, () => changeLabel(id, was));
    } else if (isFolder) {
      const { id } = await addFolder({ name, colour, parent });
      navigate({ folder: id });
      done('folderAdded', 0, async () => {
        // What was put into it meanwhile is not lost with it.
        await deleteFolder(id, 'archive', () => {});
        if (here().folder === id) navigate({}, 'replace');
      });
    } else {
      const { id } = await addLabel({ name, colour: colour ?? 0 });
      done('labelAdded', 0, () => deleteLabel(id, () => {}));
    }
  });
  const atName =
    trouble === 'empty' ||
    trouble === 'long' ||
    trouble === 'slash' ||
    trouble === 'taken' ||
    trouble === 'system';
  const title = before
    ? t(isFolder ? 'editFolderTitle' : 'editLabelTitle', { name: before.name })
    : t(isFolder ? 'addFolderTitle' : 'addLabelTitle');
  return (
    <Modal title={title} onClose={close}>
      <form onSubmit={(event) => void submit(event)} className="grid gap-4">
        <Field
          label={t('name')}
          value={name}
          data-first
          autoComplete="off"
          maxLength={200}
          problem={atName ? t(trouble) : null}
          onChange={(event) => setName(event.target.value)}
        />
        {isFolder && (
          <Choice
            label={t('parent')}
            value={parent ?? ''}
            options={[
              { value: '', label: t('top') },
              ...folders
                .filter(({ id }) => !inner.has(id))
                .map(({ id }) => ({ value: id as string, label: pathOf(folders, id).join(' / ') })),
            ]}
            onChange={(value) => setParent((value || null) as FolderRecord['parent'])}
          />
        )}
        <fieldset>
          <legend className="mb-1 text-sm font-semibold">{t('colour')}</legend>
          <div className="-ms-1.5 flex flex-wrap">
            {(isFolder ? [null, ...accountColours.keys()] : [...accountColours.keys()]).map((each) => (
              <Swatch key={each ?? 'none'} colour={each} chosen={each === colour} onChoose={setColour} />
            ))}
          </div>
        </fieldset>
        {trouble && !atName && (
          <p role="alert" className="text-bad">
            {t(trouble)}
          </p>
        )}
        <div className="mt-2 flex justify-end gap-2 max-sm:flex-col-reverse">
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {t(before ? 'save' : 'create')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

const names = ['blue', 'red', 'green', 'violet', 'amber', 'teal', 'pink', 'brown'] as const;

function Swatch({
  colour,
  chosen,
  onChoose,
}: {
  colour: number | null;
  chosen: boolean;
  onChoose: (colour: number | null) => void;
}) {
  const t = useTranslations('places');
  return (
    <label className="relative grid size-11 cursor-pointer place-items-center rounded-full has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <input
        type="radio"
        name="place-colour"
        checked={chosen}
        onChange={() => onChoose(colour)}
        aria-label={colour === null ? t('noColour') : t(`colours.${names[colour] ?? 'blue'}`)}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
      <span
        aria-hidden
        style={{ backgroundColor: colour === null ? 'transparent' : accountColour(colour) }}
        className={`grid size-7.5 place-items-center rounded-full ${colour === null ? 'border-2 border-edge text-ink-2' : 'text-white'}`}
      >
        {chosen && <Check aria-hidden className="size-4.5" strokeWidth={3} />}
      </span>
    </label>
  );
}
