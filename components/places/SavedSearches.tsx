'use client';

import { SearchCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazyPopup } from '@/components/ui/lazyPopup';
import { PlaceLink } from './PlaceLink';
import { useSavedSearches } from './useSavedSearches';

const SavedMenu = lazyPopup(() => import('./SavedMenu').then(({ SavedMenu }) => SavedMenu));

interface Props {
  /** The query that is open; null: none. */
  q: string | null;
  onChoice: (() => void) | undefined;
}

/** The searches that are kept, as ways to their results. Absent where there are none: one is kept beside its results. */
export function SavedSearches({ q, onChoice }: Props) {
  const t = useTranslations('saved');
  const searches = useSavedSearches();
  if (searches.length === 0) return null;
  return (
    <>
      <h2 id="saved-searches" className="px-2.5 pt-4.5 pb-1.5 text-xs font-semibold text-ink-3">
        {t('title')}
      </h2>
      <ul aria-labelledby="saved-searches">
        {searches.map((search) => (
          <PlaceLink
            key={search.id}
            to={{ q: search.text }}
            name={search.name}
            title={search.text}
            icon={<SearchCheck aria-hidden />}
            current={q?.trim() === search.text}
            onChoice={onChoice}
            menu={(trigger) => <SavedMenu search={search} onChoice={onChoice} trigger={trigger} />}
          />
        ))}
      </ul>
    </>
  );
}
