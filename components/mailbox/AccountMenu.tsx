'use client';

import { KeyRound, LogIn, LogOut, Palette, RefreshCw, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { navigate, openSettings } from '@/components/shell/useRoute';
import { sync } from '@/components/status/useSync';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/Menu';
import type { AccountRecord } from '@/lib/store/records/account';

interface Props extends PopupProps {
  account: AccountRecord;
  signedOut: boolean;
  onSignOut: (way: 'keep' | 'remove') => void;
}

/** What can be done with an account. Loaded when it is opened. */
export function AccountMenu({ trigger, account, signedOut, onSignOut }: Props) {
  const t = useTranslations('folders');
  return (
    <Menu label={t('accountMenu', { name: account.name })} align="start" trigger={trigger}>
      {account.local ? null : signedOut ? (
        <MenuItem icon={<LogIn aria-hidden />} onSelect={() => navigate({ add: true, account: account.id })}>
          {t('signInAgain')}
        </MenuItem>
      ) : (
        <MenuItem icon={<RefreshCw aria-hidden />} onSelect={() => sync()?.check(account.id)}>
          {t('checkMail')}
        </MenuItem>
      )}
      {!signedOut && !account.local && (
        <MenuItem
          icon={<KeyRound aria-hidden />}
          onSelect={() => navigate({ add: true, account: account.id })}
        >
          {t('editAccount')}
        </MenuItem>
      )}
      <MenuItem icon={<Palette aria-hidden />} onSelect={() => openSettings('account', account.id)}>
        {t('look')}
      </MenuItem>
      <MenuSeparator />
      {!signedOut && !account.local && (
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => onSignOut('keep')}>
          {t('signOutKeep')}
        </MenuItem>
      )}
      <MenuItem
        danger
        icon={<Trash2 aria-hidden className="text-bad!" />}
        onSelect={() => onSignOut('remove')}
      >
        {t(account.local ? 'removeLocal' : 'signOutRemove')}
      </MenuItem>
    </Menu>
  );
}
