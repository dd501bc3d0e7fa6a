'use client';

import { Archive, Folder as FolderIcon, FolderPlus, Inbox, OctagonAlert, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Action, Filing } from '@/components/actions/actions';
import { accountColour } from '@/components/mailbox/avatar';
import { narrowed } from '@/components/ui/narrowed';
import { addFolder, isSystemName } from '@/lib/store/placeChanges';
import { pathOf, same } from '@/lib/store/places';
import type { Folder } from '@/lib/store/schema';
import { Filtered, option } from './Filtered';
import { NewPlace } from './NewPlace';
import { takeBack } from './takeBack';
import { usePlaces } from './usePlaces';

const system = [
  { folder: 'inbox', Icon: Inbox },
  { folder: 'archive', Icon: Archive },
  { folder: 'junk', Icon: OctagonAlert },
  { folder: 'trash', Icon: Trash2 },
] as const;

/** All folders, narrowed by what is typed; one that is not there yet can be made. */
export function MoveChoice({ copy, onChoose }: { copy?: true; onChoose: (action: Action) => void }) {
  const t = useTranslations();
  const places = usePlaces();
  const [text, setText] = useState('');
  const own = (places?.folders ?? []).map((folder) => ({
    ...folder,
    path: pathOf(places?.folders ?? [], folder.id).join(' / '),
  }));
  const into = (folder: Folder, more: Partial<Filing> = {}) =>
    onChoose({ folder, ...(copy && { copy }), ...more });
  const shown = narrowed(own, text, ({ path }) => path);
  // Nobody wants a second one in Junk or Trash.
  const systems = narrowed(copy ? system.slice(0, 2) : system, text, ({ folder }) => t(`folders.${folder}`));
  const wanted = text.trim();
  const create = async () => {
    const { id } = await addFolder({ name: wanted, parent: null, colour: null });
    into(id, { undone: () => takeBack(id) });
  };
  return (
    <Filtered label={t('organise.filter')} text={text} onText={setText}>
      {shown.map(({ id, path, colour }) => (
        <li key={id}>
          <button type="button" data-option className={option} onClick={() => into(id)}>
            <FolderIcon aria-hidden {...(colour !== null && { color: accountColour(colour) })} />
            <bdi className="min-w-0 truncate">{path}</bdi>
          </button>
        </li>
      ))}
      {systems.map(({ folder, Icon }) => (
        <li key={folder}>
          <button type="button" data-option className={option} onClick={() => into(folder)}>
            <Icon aria-hidden />
            {t(`folders.${folder}`)}
          </button>
        </li>
      ))}
      {wanted !== '' &&
        !isSystemName(wanted) &&
        !own.some((folder) => folder.parent === null && same(folder.name, wanted)) && (
          <NewPlace
            Icon={FolderPlus}
            label={t(copy ? 'organise.createForCopy' : 'organise.createFolder', { name: wanted })}
            make={create}
          />
        )}
    </Filtered>
  );
}
