'use client';

import { useTranslations } from 'next-intl';
import { SectionTexts } from '@/components/i18n/SectionTexts';
import { openPlaceDialog } from '@/components/places/placeDialogs';
import { useSavedSearches } from '@/components/places/useSavedSearches';
import { listOf } from '@/components/shell/route';
import { here, navigate } from '@/components/shell/useRoute';
import { Button } from '@/components/ui/Button';
import { EmptyState } from '@/components/ui/EmptyState';
import { Technical } from '@/components/ui/Technical';
import type { SearchState } from './searchState';
import type { Searching } from './useShownList';

/** What is to be said of a search beside its results: their order, what was not understood, what cannot be found yet. */
export function SearchNotes({ searching }: { searching: Searching }) {
  return (
    <SectionTexts>
      <Notes {...searching} />
    </SectionTexts>
  );
}

/** How much was found, beside the heading of the results. */
export function FoundCount(props: Pick<SearchState, 'total' | 'conversations'>) {
  return (
    <SectionTexts>
      <Count {...props} />
    </SectionTexts>
  );
}

function Count({ total, conversations }: Pick<SearchState, 'total' | 'conversations'>) {
  const t = useTranslations('searching');
  if (total === null) return null;
  return (
    // On a phone two lines hold what one cannot.
    <span role="status" className="inline-block align-middle leading-tight whitespace-normal">
      {conversations === null
        ? t('count', { count: total })
        : t('countGrouped', { count: total, conversations })}
    </span>
  );
}

function Notes({ query, state, order, setOrder }: Searching) {
  const t = useTranslations('searching');
  const saved = useSavedSearches();
  const asked = query.trim();
  const { indexed, notes, error, total } = state;
  // Whoever names a folder says where to look.
  const everywhere = /(?:^|[\s(-])(?:in|label):/i.test(asked);
  const widen = !everywhere && (
    <Button
      kind="quiet"
      className="h-7! pointer-coarse:h-11!"
      onClick={() => navigate({ ...listOf(here()), q: `in:anywhere ${asked}` })}
    >
      {t('widen')}
    </Button>
  );
  const waiting = indexed ? indexed.total - indexed.whole : 0;
  return (
    <div className="shrink-0 px-4 pb-2 text-sm text-ink-3">
      {error ? (
        <div role="alert">
          <p className="font-semibold text-bad">{t('failed')}</p>
          <p className="mb-2 text-pretty text-ink-2">{t('failedText')}</p>
          <Technical>{`${error.name}: ${error.message}`}</Technical>
        </div>
      ) : total === 0 ? (
        <>
          <EmptyState title={t('noneTitle')} text={t('noneText')} />
          <div className="flex justify-center">{widen}</div>
        </>
      ) : (
        <div className="-ms-3.5 flex flex-wrap">
          <Button
            kind="quiet"
            className="h-7! pointer-coarse:h-11!"
            onClick={() => setOrder(order === 'newest' ? 'relevance' : 'newest')}
          >
            {t(order === 'newest' ? 'byDate' : 'byRelevance')}
          </Button>
          {!saved.some(({ text }) => text === asked) && (
            <Button
              kind="quiet"
              className="h-7! pointer-coarse:h-11!"
              onClick={() => openPlaceDialog({ kind: 'saveSearch', text: asked })}
            >
              {t('save')}
            </Button>
          )}
          {widen}
        </div>
      )}
      {notes.map(({ why, text }) => (
        <p key={`${why} ${text}`} className="text-pretty">
          {t(`notes.${why}`, { text })}
        </p>
      ))}
      {indexed && waiting > 0 && (
        <p className="text-pretty">{t('indexing', { whole: indexed.whole, total: indexed.total })}</p>
      )}
    </div>
  );
}
