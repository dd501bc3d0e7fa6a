'use client';

import { Pin, PinOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Action } from '@/components/actions/actions';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { arrivals } from '@/components/shell/paced';
import { useStored } from '@/components/shell/useStored';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/IconButton';
import { pinnedIn } from '@/lib/store/lists';
import type { Folder } from '@/lib/store/schema';

interface Props {
  folder: Folder;
  only: string | null;
  open: number | null;
  onOpen: (id: number) => void;
  onAction: (action: Action, ids: readonly number[]) => void;
}

/** More are reached by searching; a strip that fills the pane would be a list. */
const most = 20;

/** What is pinned in a folder, above its list. */
export function PinnedStrip(props: Props) {
  return (
    <OrganisingTexts>
      <Strip key={`${props.folder} ${props.only}`} {...props} />
    </OrganisingTexts>
  );
}

function Strip({ folder, only, open, onOpen, onAction }: Props) {
  const t = useTranslations();
  const { value: records } = useStored(
    () => pinnedIn(folder, only, most),
    ({ kind }) => kind === 'messages' || kind === 'message',
    arrivals,
  );
  if (!records || records.length === 0) return null;
  return (
    <section
      aria-label={t('places.pinnedTitle')}
      className="max-h-40 shrink-0 overflow-y-auto border-b border-line bg-paper"
    >
      <ul>
        {records.map(({ id, envelope, unread }) => (
          <li key={id} className={classes('flex items-center gap-2 ps-4 pe-1.5', id === open && 'bg-select')}>
            <Pin aria-hidden className="size-3.5 shrink-0 text-accent" />
            <button
              type="button"
              onClick={() => onOpen(id)}
              className="focus-inside flex h-8.5 min-w-0 flex-1 items-center gap-2 rounded-md px-1 text-start text-sm hover:text-accent pointer-coarse:h-11"
            >
              <bdi className={classes('max-w-[40%] shrink-0 truncate', unread && 'font-semibold')}>
                {envelope.from[0]?.name || envelope.from[0]?.address || t('list.noSender')}
              </bdi>
              <bdi className={classes('min-w-0 truncate', unread ? 'font-semibold' : 'text-ink-2')}>
                {envelope.subject || t('list.noSubject')}
              </bdi>
            </button>
            <IconButton label={t('organise.unpin')} onClick={() => onAction({ pinned: false }, [id])}>
              <PinOff aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
