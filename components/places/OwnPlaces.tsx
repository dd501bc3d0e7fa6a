'use client';

import { Clock, Folder, Plus, Tag } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { accountColour } from '@/components/mailbox/avatar';
import type { ListRoute } from '@/components/shell/route';
import { lazyPopup, type PopupProps } from '@/components/ui/lazyPopup';
import { sumOf } from '@/lib/store/counters';
import { pathOf } from '@/lib/store/places';
import type { FolderRecord, LabelRecord } from '@/lib/store/records/places';
import type { CounterRecord, View } from '@/lib/store/schema';
import { PlaceLink } from './PlaceLink';
import { openPlaceDialog } from './placeDialogs';
import { SavedSearches } from './SavedSearches';
import { usePlaces } from './usePlaces';

const PlaceMenu = lazyPopup(() => import('./PlaceMenu').then(({ PlaceMenu }) => PlaceMenu));

interface Props {
  counters: readonly CounterRecord[];
  route: ListRoute;
  onChoice?: (() => void) | undefined;
}

/** What stands under the system's folders: what is snoozed, the user's own folders, and labels. */
export function OwnPlaces(props: Props) {
  return (
    <OrganisingTexts>
      <Own {...props} />
    </OrganisingTexts>
  );
}

function Own({ counters, route, onChoice }: Props) {
  const t = useTranslations();
  const places = usePlaces();
  if (!places) return null;
  const { folders, labels } = places;
  const link = (
    view: View,
    name: string,
    icon: ReactNode,
    more: { depth?: number; place?: FolderRecord | LabelRecord } = {},
  ) => (
    <PlaceLink
      key={view}
      to={{ folder: view }}
      drop={view}
      name={name}
      icon={icon}
      depth={more.depth ?? 0}
      current={isCurrent(view)}
      counts={sumOf(counters, { folder: view })}
      onChoice={onChoice}
      {...(more.place && {
        menu: (trigger: PopupProps['trigger']) =>
          more.place && <PlaceMenu place={more.place} onChoice={onChoice} trigger={trigger} />,
      })}
    />
  );
  const isCurrent = (view: string) => route.folder === view && route.only === null && route.q === null;
  return (
    <>
      <ul>
        {(sumOf(counters, { folder: 'snoozed' }).total > 0 || isCurrent('snoozed')) &&
          link('snoozed', t('folders.snoozed'), <Clock aria-hidden />)}
      </ul>
      <SavedSearches q={route.q} onChoice={onChoice} />
      <Heading
        id="own-folders"
        text={t('places.own')}
        label={t('places.newFolder')}
        kind="addFolder"
        onChoice={onChoice}
      />
      <ul aria-labelledby="own-folders">
        {folders.map((folder) =>
          link(folder.id, folder.name, <Folder aria-hidden {...tint(folder.colour)} />, {
            depth: pathOf(folders, folder.id).length - 1,
            place: folder,
          }),
        )}
      </ul>
      <Heading
        id="labels"
        text={t('places.labels')}
        label={t('places.newLabel')}
        kind="addLabel"
        onChoice={onChoice}
      />
      <ul aria-labelledby="labels">
        {labels.map((label) =>
          link(label.id, label.name, <Tag aria-hidden {...tint(label.colour)} />, { place: label }),
        )}
      </ul>
    </>
  );
}

const tint = (colour: number | null) =>
  colour === null ? {} : { color: accountColour(colour), fill: `${accountColour(colour)}40` };

function Heading({
  id,
  text,
  label,
  kind,
  onChoice,
}: {
  id: string;
  text: string;
  label: string;
  kind: 'addFolder' | 'addLabel';
  onChoice: (() => void) | undefined;
}) {
  return (
    <div className="flex items-center gap-1 ps-2.5 pe-0.5 pt-3">
      <h2 id={id} className="flex-1 text-xs font-semibold text-ink-3">
        {text}
      </h2>
      <button
        type="button"
        aria-label={label}
        data-hint={label}
        onClick={() => {
          onChoice?.();
          openPlaceDialog(kind === 'addFolder' ? { kind, parent: null } : { kind });
        }}
        className="focus-inside grid size-7.5 place-items-center rounded-lg text-ink-3 hover:bg-hover hover:text-ink max-lg:size-11 [&_svg]:size-4"
      >
        <Plus aria-hidden />
      </button>
    </div>
  );
}
