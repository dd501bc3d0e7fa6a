'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode, RefObject } from 'react';
import type { Action, Asking } from '@/components/actions/actions';
import { late } from '@/components/places/late';
import { countsFolder } from '@/lib/store/counters';
import type { AccountRecord } from '@/lib/store/records/account';
import type { CounterRecord } from '@/lib/store/schema';
import type { Command, Keyless } from './keymap';
import { optional } from './optional';

/** A dialog whose code does not come counts as closed, so that it can be asked for again. */
const close = ({ onClose }: { onClose: () => void }) => onClose();
const Drawer = optional(() => import('@/components/ui/Drawer').then(({ Drawer }) => Drawer), close);
const KeysDialog = optional(() => import('./KeysDialog').then(({ KeysDialog }) => KeysDialog), close);
const CommandPalette = optional(
  () => import('./CommandPalette').then(({ CommandPalette }) => CommandPalette),
  close,
);
const SignOutDialog = optional(
  () => import('@/components/accounts/SignOutDialog').then(({ SignOutDialog }) => SignOutDialog),
  close,
);

const EraseDialog = optional(
  () => import('@/components/actions/EraseDialog').then(({ EraseDialog }) => EraseDialog),
  close,
);

const OrganiseDialog = late('OrganiseDialog', close);

export type Overlay =
  | null
  | 'folders'
  | 'keys'
  | 'commands'
  | { erase: readonly number[] }
  | { organise: Asking; ids: readonly number[] }
  | { account: AccountRecord; way: 'keep' | 'remove' };

interface Props {
  /** What each command does, for being chosen by its name. */
  commands: Partial<Record<Command, () => void>>;
  /** And what can be done with the open message besides. */
  reader: RefObject<Partial<Record<Keyless, () => void>>>;
  overlay: Overlay;
  counters: readonly CounterRecord[];
  /** The folder pane, for the drawer. */
  folders: ReactNode;
  /** Removes messages for good. */
  onErase: (ids: readonly number[]) => Promise<void>;
  onAction: (action: Action, ids: readonly number[]) => void;
  onClose: () => void;
}

/** What lies over the mail: the folders where there is no room for them, keys, questions. */
export function Overlays({
  commands,
  reader,
  overlay,
  counters,
  folders,
  onErase,
  onAction,
  onClose,
}: Props) {
  const t = useTranslations('folders');
  if (overlay === null) return null;
  if (overlay === 'folders')
    return (
      <Drawer title={t('menu')} onClose={onClose}>
        {folders}
      </Drawer>
    );
  if (overlay === 'commands')
    return <CommandPalette commands={commands} deeds={reader.current} onClose={onClose} />;
  if (overlay === 'keys') return <KeysDialog onClose={onClose} />;
  if ('erase' in overlay) return <EraseDialog ids={overlay.erase} onErase={onErase} onClose={onClose} />;
  if ('organise' in overlay) {
    const { organise, ids } = overlay;
    return <OrganiseDialog what={organise} ids={ids} onAction={onAction} onClose={onClose} />;
  }
  const { account, way } = overlay;
  const stored = storedOf(counters.filter((counter) => counter.account === account.id));
  return <SignOutDialog account={account} way={way} stored={stored} onClose={onClose} />;
}

/** Messages on this device: each is counted in its folder, and in views once more. */
export function storedOf(counters: readonly CounterRecord[]): number {
  return counters.filter(countsFolder).reduce((sum, { total }) => sum + total, 0);
}
