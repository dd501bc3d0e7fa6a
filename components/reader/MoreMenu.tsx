'use client';

import {
  ChevronDown,
  ChevronUp,
  Clock,
  CodeXml,
  Copy,
  Download,
  FolderInput,
  FolderPlus,
  ListFilter,
  Pin,
  Printer,
  Tag,
} from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Action } from '@/components/actions/actions';
import { copied, failed } from '@/components/actions/done';
import { fullDate } from '@/components/mailbox/dates';
import { openRule, ruleLike } from '@/components/rules/draft';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/Menu';
import type { Mailbox } from '@/lib/mail/types';
import { likeThis } from '@/lib/rules/like';
import type { MessageRecord } from '@/lib/store/schema';
import { htmlToText } from './htmlToText';
import { printMessage } from './print';
import { saveOriginal } from './Source';
import { type TextSize, useTextSize } from './textSize';
import type { Opened } from './useOpened';

interface Props extends PopupProps {
  record: MessageRecord;
  opened: Opened;
  onOriginal: () => void;
  onOrganise: ((action: Action) => void) | null;
  onPrevious: () => void;
  onNext: () => void;
}

const textSizes: readonly TextSize[] = ['small', 'normal', 'large', 'larger'];

/** What is seldom done with the open message. Loaded when it is opened. */
export function MoreMenu({ trigger, record, opened, onOriginal, onOrganise, onPrevious, onNext }: Props) {
  const t = useTranslations();
  const locale = useLocale();
  const [size, setSize] = useTextSize();
  const { message } = opened.state === 'ready' || opened.state === 'heavy' ? opened : { message: null };
  const [sender] = record.envelope.from;
  const like = likeThis(message?.headers ?? [], sender?.address ?? '');
  const name = like?.kind === 'list' ? like.value : sender?.name || sender?.address || '';
  const text = message && (message.text ?? htmlToText(message.html ?? ''));
  const print = () => {
    if (opened.state !== 'ready' && opened.state !== 'heavy') return;
    const { from, to, cc, subject } = record.envelope;
    printMessage({
      title: t('reading.printed'),
      subject: subject || t('list.noSubject'),
      heads: [
        [t('reader.from'), named(from)],
        [t('reader.to'), named(to)],
        [t('reader.cc'), named(cc)],
        [t('reader.date'), fullDate(record.date, locale)],
      ],
      html: opened.state === 'ready' ? opened.html : null,
      text: text ?? '',
    });
  };
  return (
    <Menu label={t('reader.more')} trigger={trigger}>
      <OffBar pinned={record.pinned} onOrganise={onOrganise} onPrevious={onPrevious} onNext={onNext} />
      <MenuChoice
        label={t('reading.textSize')}
        value={size}
        options={textSizes.map((value) => ({ value, label: t(`reading.${value}`) }))}
        onChange={setSize}
      />
      <MenuSeparator />
      {like && (
        <MenuItem
          icon={<ListFilter aria-hidden />}
          onSelect={() => openRule({ where: 'message', id: null, rule: ruleLike(like, name) })}
        >
          {t('organise.always')}
        </MenuItem>
      )}
      {text !== null && (
        <>
          <MenuItem icon={<Printer aria-hidden />} onSelect={print}>
            {t('reading.print')}
          </MenuItem>
          <MenuItem
            icon={<Copy aria-hidden />}
            onSelect={() => void navigator.clipboard.writeText(text).then(copied, failed)}
          >
            {t('reading.copy')}
          </MenuItem>
        </>
      )}
      <MenuItem icon={<Download aria-hidden />} onSelect={() => void saveOriginal(record)}>
        {t('reader.saveOriginal')}
      </MenuItem>
      <MenuItem icon={<CodeXml aria-hidden />} onSelect={onOriginal}>
        {t('reader.showOriginal')}
      </MenuItem>
    </Menu>
  );
}

/** What the toolbar has no room for at this moment: it is asked each time the menu opens. */
function OffBar({
  pinned,
  onOrganise,
  onPrevious,
  onNext,
}: Pick<Props, 'onOrganise' | 'onPrevious' | 'onNext'> & { pinned: boolean | undefined }) {
  const t = useTranslations();
  const [turn] = useState(() => isOffBar('turn'));
  const [organise] = useState(() => isOffBar('organise'));
  return (
    <>
      {turn && (
        <>
          <MenuItem icon={<ChevronUp aria-hidden />} keys="K" onSelect={onPrevious}>
            {t('reader.previous')}
          </MenuItem>
          <MenuItem icon={<ChevronDown aria-hidden />} keys="J" onSelect={onNext}>
            {t('reader.next')}
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      {organise && onOrganise && (
        <>
          <MenuItem icon={<FolderInput aria-hidden />} onSelect={() => onOrganise('move')}>
            {t('organise.move')}
          </MenuItem>
          <MenuItem icon={<FolderPlus aria-hidden />} onSelect={() => onOrganise('copy')}>
            {t('organise.copy')}
          </MenuItem>
          <MenuItem icon={<Tag aria-hidden />} onSelect={() => onOrganise('label')}>
            {t('organise.label')}
          </MenuItem>
          <MenuItem icon={<Clock aria-hidden />} onSelect={() => onOrganise('snooze')}>
            {t('organise.snooze')}
          </MenuItem>
          <MenuItem icon={<Pin aria-hidden />} onSelect={() => onOrganise('pin')}>
            {t(pinned ? 'organise.unpin' : 'organise.pin')}
          </MenuItem>
          <MenuSeparator />
        </>
      )}
    </>
  );
}

function isOffBar(group: 'turn' | 'organise'): boolean {
  const buttons = document.querySelector(`[role="toolbar"] [data-group="${group}"]`);
  return buttons !== null && getComputedStyle(buttons).display === 'none';
}

/** The real address beside each name, as on the screen. */
const named = (mailboxes: readonly Mailbox[]) =>
  mailboxes.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ');
