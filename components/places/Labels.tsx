'use client';

import { accountColour } from '@/components/mailbox/avatar';
import { classes } from '@/components/ui/classes';
import type { LabelId } from '@/lib/store/records/places';
import { usePlaces } from './usePlaces';

/** A message's labels, by name and colour. In a row they give way to the words. */
export function Labels({ labels, row = false }: { labels: readonly LabelId[]; row?: boolean }) {
  const known = usePlaces()?.labels ?? [];
  const shown = known.filter(({ id }) => labels.includes(id));
  const some = row ? shown.slice(0, 3) : shown;
  return (
    <>
      {some.map(({ id, name, colour }) => (
        <span
          key={id}
          className={classes(
            'inline-flex items-center gap-1 rounded-full border border-line bg-surface text-ink-2',
            row ? 'max-w-24 px-1.5 text-2xs leading-4' : 'max-w-60 px-2.5 py-0.5 text-sm',
          )}
        >
          <span
            aria-hidden
            style={{ backgroundColor: accountColour(colour) }}
            className={classes('shrink-0 rounded-full', row ? 'size-1.5' : 'size-2')}
          />
          <bdi className="min-w-0 truncate">{name}</bdi>
        </span>
      ))}
      {shown.length > some.length && <span className="text-2xs">+{shown.length - some.length}</span>}
    </>
  );
}
