'use client';

import { Clock, Folder, Plus, Tag } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { accountColour } from '@/components/mailbox/avatar';
import type { Route } from '@/components/shell/route';
import { sumOf } from '@/lib/store/counters';
import { pathOf } from '@/lib/store/places';
import type { CounterRecord } from '@/lib/store/schema';
import { PlaceLink } from './PlaceLink';
import { openPlaceDialog } from './placeDialogs';
import { usePlaces } from './usePlaces';

interface Props {
  counters: readonly CounterRecord[];
  route: Route;
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
  const snoozed = sumOf(counters, { folder: 'snoozed' });
  const isCurrent = (view: string) => route.folder === view && route.only === null && route.q === null;
  return (
    <>
      <ul>
        {(snoozed.total > 0 || isCurrent('snoozed')) && (
          <PlaceLink
            view="snoozed"
            name={t('folders.snoozed')}
            icon={<Clock aria-hidden />}
            current={isCurrent('snoozed')}
            {...snoozed}
            place={null}
            onChoice={onChoice}
          />
        )}
      </ul>
      <Heading
        id="own-folders"
        text={t('places.own')}
        label={t('places.newFolder')}
        kind="addFolder"
        onChoice={onChoice}
      />
      <ul aria-labelledby="own-folders">
        {folders.map((folder) => (
          <PlaceLink
            key={folder.id}
            view={folder.id}
            name={folder.name}
            depth={pathOf(folders, folder.id).length - 1}
            icon={
              <Folder
                aria-hidden
                {...(folder.colour !== null && {
                  color: accountColour(folder.colour),
                  fill: `${accountColour(folder.colour)}40`,
                })}
              />
            }
            current={isCurrent(folder.id)}
            {...sumOf(counters, { folder: folder.id })}
            place={folder}
            onChoice={onChoice}
          />
        ))}
      </ul>
      <Heading
        id="labels"
        text={t('places.labels')}
        label={t('places.newLabel')}
        kind="addLabel"
        onChoice={onChoice}
      />
      <ul aria-labelledby="labels">
        {labels.map((label) => (
          <PlaceLink
            key={label.id}
            view={label.id}
            name={label.name}
            icon={
              <Tag
                aria-hidden
                color={accountColour(label.colour)}
                fill={`${accountColour(label.colour)}40`}
              />
            }
            current={isCurrent(label.id)}
            {...sumOf(counters, { folder: label.id })}
            place={label}
            onChoice={onChoice}
          />
        ))}
      </ul>
    </>
  );
}

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
