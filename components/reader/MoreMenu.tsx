'use client';

import {
  Ban,
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
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Action } from '@/components/actions/actions';
import { done, failed } from '@/components/actions/done';
import { openRuleLike } from '@/components/rules/openRuleLike';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/Menu';
import type { OpenedMessage } from '@/lib/mail/types';
import { chooseJunkSender, senderKey } from '@/lib/store/junk/senders';
import type { MessageRecord } from '@/lib/store/schema';
import { type TextSize, useTextSize } from './textSize';
import type { Deeds } from './useDeeds';

interface Props extends PopupProps {
  record: MessageRecord;
  message: OpenedMessage | null;
  deeds: Deeds;
  onOrganise: ((action: Action) => void) | null;
  onPrevious: () => void;
  onNext: () => void;
}

const textSizes: readonly TextSize[] = ['small', 'normal', 'large', 'larger'];

/** What is seldom done with the open message. Loaded when it is opened. */
export function MoreMenu({ trigger, record, message, deeds, onOrganise, onPrevious, onNext }: Props) {
  const t = useTranslations();
  const [size, setSize] = useTextSize();
  const [sender] = record.envelope.from;
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
      {message && (record.envelope.list ?? sender?.address) && (
        <MenuItem
          icon={<ListFilter aria-hidden />}
          onSelect={() => void openRuleLike(record.id).catch(failed)}
        >
          {t('organise.always')}
        </MenuItem>
      )}
      {senderKey(sender?.address ?? '') !== null && (
        <MenuItem icon={<Ban aria-hidden />} onSelect={() => void block(sender?.address ?? '')}>
          {t('organise.block')}
        </MenuItem>
      )}
      {deeds.print && (
        <MenuItem icon={<Printer aria-hidden />} onSelect={deeds.print}>
          {t('reading.print')}
        </MenuItem>
      )}
      {deeds.copyText && (
        <MenuItem icon={<Copy aria-hidden />} onSelect={deeds.copyText}>
          {t('reading.copy')}
        </MenuItem>
      )}
      {deeds.save && (
        <MenuItem icon={<Download aria-hidden />} onSelect={deeds.save}>
          {t('reader.saveOriginal')}
        </MenuItem>
      )}
      {deeds.original && (
        <MenuItem icon={<CodeXml aria-hidden />} onSelect={deeds.original}>
          {t('reader.showOriginal')}
        </MenuItem>
      )}
    </Menu>
  );
}

/** What comes from there goes to Junk from now on. */
async function block(address: string): Promise<void> {
  try {
    const before = await chooseJunkSender(address, 'blocked');
    done('senderBlocked', 1, () => chooseJunkSender(address, before));
  } catch {
    failed();
  }
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
