'use client';

import { Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, memo, type RefObject, useEffect, useRef, useState } from 'react';
import { optional } from '@/components/shell/optional';
import type { ListRoute } from '@/components/shell/route';
import { here, navigate } from '@/components/shell/useRoute';
import { IconButton } from '@/components/ui/IconButton';

const Operators = optional(() => import('./Operators').then(({ Operators }) => Operators));

interface Props {
  route: ListRoute;
  input: RefObject<HTMLInputElement | null>;
  /** Enter or the arrow down: on into the results. */
  onResults: () => void;
}

/** Searches while one types. What is typed stands in the address, so that Back, a reload and a link keep it. */
export const SearchBox = memo(function SearchBox({ route, input, onResults }: Props) {
  const t = useTranslations('search');
  const { folder, only, q } = route;
  const [text, setText] = useState(q ?? '');
  const [focused, setFocused] = useState(false);
  /** Queries that were written into the address, and have not come back as the route yet: who types is faster. */
  const written = useRef<(string | null)[]>([]);
  useEffect(() => {
    const own = written.current.indexOf(q);
    if (own >= 0) written.current.splice(0, own + 1);
    // Somebody went back, or followed a link.
    else setText(q ?? '');
  }, [q]);

  const change = (next: string) => {
    setText(next);
    const query = next.trim() === '' ? null : next;
    const before = here().q;
    if (query === before) return;
    written.current.push(query);
    navigate({ folder, only, q: query }, before === null ? 'push' : 'replace');
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      if (text !== '') change('');
      else input.current?.blur();
    } else if ((event.key === 'Enter' || event.key === 'ArrowDown') && q !== null) onResults();
    else return;
    event.preventDefault();
  };
  return (
    <search
      className="relative mx-3 mt-3 flex h-9.5 shrink-0 items-center gap-2.5 rounded-xl border border-line bg-paper ps-3 pe-1.5 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent max-sm:mt-[max(0.75rem,env(safe-area-inset-top))] max-sm:h-11"
      onFocus={() => setFocused(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setFocused(false);
      }}
    >
      <Search aria-hidden className="size-4.5 shrink-0 text-ink-3" />
      <input
        ref={input}
        type="search"
        aria-label={t('label')}
        placeholder={t('label')}
        value={text}
        dir="auto"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        enterKeyHint="search"
        onChange={({ target }) => change(target.value)}
        onKeyDown={press}
        className="h-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3 max-sm:text-[1rem] [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== '' ? (
        <IconButton
          label={t('clear')}
          className="size-7!"
          onClick={() => {
            change('');
            input.current?.focus();
          }}
        >
          <X aria-hidden />
        </IconButton>
      ) : (
        <kbd
          aria-hidden
          className="rounded-md border border-line px-1.75 text-xs text-ink-3 pointer-coarse:hidden"
        >
          /
        </kbd>
      )}
      {focused && (text === '' || text.endsWith(' ')) && (
        <Operators
          empty={text === ''}
          onChoice={(operator) => {
            change(text === '' || text.endsWith(' ') ? text + operator : `${text} ${operator}`);
            input.current?.focus();
          }}
        />
      )}
    </search>
  );
});
