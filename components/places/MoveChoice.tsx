'use client';

import { Archive, Folder as FolderIcon, FolderPlus, Inbox, OctagonAlert, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Action } from '@/components/actions/actions';
import { accountColour } from '@/components/mailbox/avatar';
import { addFolder, PlaceRefused, type PlaceTrouble } from '@/lib/store/placeChanges';
import { pathOf, same } from '@/lib/store/places';
import { Filtered, option } from './Filtered';
import { takeBack } from './takeBack';
import { usePlaces } from './usePlaces';

const system = [
  { folder: 'inbox', Icon: Inbox },
  { folder: 'archive', Icon: Archive },
  { folder: 'junk', Icon: OctagonAlert },
  { folder: 'trash', Icon: Trash2 },
] as const;

/** All folders, narrowed by what is typed; one that is not there yet can be made. */
export function MoveChoice({ onChoose }: { onChoose: (action: Action) => void }) {
  const t = useTranslations();
  const places = usePlaces();
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<PlaceTrouble | 'failed' | null>(null);
  const fits = (name: string) => name.toLowerCase().includes(text.trim().toLowerCase());
  const own = (places?.folders ?? []).map((folder) => ({
    ...folder,
    path: pathOf(places?.folders ?? [], folder.id).join(' / '),
  }));
  const shown = own.filter(({ path }) => fits(path));
  const systems = system.filter(({ folder }) => fits(t(`folders.${folder}`)));
  const wanted = text.trim();
  const create = async () => {
    try {
      const { id } = await addFolder({ name: wanted, parent: null, colour: null });
      onChoose({ folder: id, undone: () => takeBack(id) });
    } catch (error) {
      setTrouble(error instanceof PlaceRefused ? error.trouble : 'failed');
    }
  };
  return (
    <Filtered label={t('organise.filter')} text={text} onText={setText}>
      {shown.map(({ id, path, colour }) => (
        <li key={id}>
          <button type="button" data-option className={option} onClick={() => onChoose({ folder: id })}>
            <FolderIcon aria-hidden {...(colour !== null && { color: accountColour(colour) })} />
            <bdi className="min-w-0 truncate">{path}</bdi>
          </button>
        </li>
      ))}
      {systems.map(({ folder, Icon }) => (
        <li key={folder}>
          <button type="button" data-option className={option} onClick={() => onChoose({ folder })}>
            <Icon aria-hidden />
            {t(`folders.${folder}`)}
          </button>
        </li>
      ))}
      {wanted !== '' && !own.some((folder) => folder.parent === null && same(folder.name, wanted)) && (
        <li>
          <button type="button" data-option className={option} onClick={() => void create()}>
            <FolderPlus aria-hidden />
            <span className="min-w-0 truncate">{t('organise.createFolder', { name: wanted })}</span>
          </button>
        </li>
      )}
      {trouble && (
        <li role="alert" className="px-2.5 py-1.5 text-bad">
          {t(`places.${trouble}`)}
        </li>
      )}
    </Filtered>
  );
}
