'use client';

import type { LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PlaceRefused, type PlaceTrouble } from '@/lib/store/placeChanges';
import { option } from './Filtered';

interface Props {
  Icon: LucideIcon;
  label: string;
  /** Makes it, and goes on with it. */
  make: () => Promise<void>;
}

/** Below a list of folders or labels: the one that is not there yet; and why it could not be made. */
export function NewPlace({ Icon, label, make }: Props) {
  const t = useTranslations('places');
  const [trouble, setTrouble] = useState<PlaceTrouble | 'failed' | null>(null);
  const create = async () => {
    try {
      await make();
      setTrouble(null);
    } catch (error) {
      setTrouble(error instanceof PlaceRefused ? error.trouble : 'failed');
    }
  };
  return (
    <>
      <li>
        <button type="button" data-option className={option} onClick={() => void create()}>
          <Icon aria-hidden />
          <span className="min-w-0 truncate">{label}</span>
        </button>
      </li>
      {trouble && (
        <li role="alert" className="px-2.5 py-1.5 text-bad">
          {t(trouble)}
        </li>
      )}
    </>
  );
}
