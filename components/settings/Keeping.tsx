'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { done } from '@/components/actions/done';
import { useStored } from '@/components/shell/useStored';
import { sizeText } from '@/components/ui/sizes';
import { type ExpiryPreview, previewExpiry } from '@/lib/store/expiry';
import type { Lifetime } from '@/lib/store/lifetime';
import { type Emptied, readRetention, setRetention } from '@/lib/store/retention';
import { BeforeApply } from './BeforeApply';
import { Group } from './Group';
import { NumberChoice } from './NumberChoice';
import { OfflineGroup } from './Offline';
import { PlaceKeeping } from './PlaceKeeping';

/** What people ask for; 0: until they empty it, and all of it. */
const offered: Record<keyof Lifetime, readonly number[]> = {
  days: [7, 14, 30, 60, 90, 365, 0],
  messages: [100, 500, 1_000, 5_000, 20_000, 0],
};
const folders = ['trash', 'junk'] as const satisfies Emptied[];
const kinds = ['days', 'messages'] as const satisfies (keyof Lifetime)[];

/** How long mail stays on this device. */
export function Keeping() {
  return (
    <>
      <Retention />
      <PlaceKeeping />
      <OfflineGroup />
    </>
  );
}

interface Wish {
  folder: Emptied;
  by: keyof Lifetime;
  value: number;
}

/** How long mail stays in Trash and in Junk, and how much of it; told in numbers before it applies. */
function Retention() {
  const t = useTranslations('keeping');
  const { value, error } = useStored(readRetention, ({ kind }) => kind === 'retention');
  const [wish, setWish] = useState<Wish | null>(null);
  if (error)
    return (
      <p role="alert" className="text-bad">
        {t('failed')}
      </p>
    );
  if (!value) return null;
  return (
    <Group title={t('title')} text={t('text')}>
      <div className="grid max-w-120 gap-4">
        {folders.map((folder) => {
          const wished = wish?.folder === folder ? { [wish.by]: wish.value } : {};
          const lifetime = { ...value[folder], ...wished };
          return (
            <div key={folder}>
              <div className="grid grid-cols-2 items-end gap-3">
                {kinds.map((by) => (
                  <NumberChoice
                    key={by}
                    label={t(`${folder}.${by}`)}
                    value={lifetime[by]}
                    offered={offered[by]}
                    text={(count) => t(by, { count })}
                    onChange={(next) =>
                      setWish(next === value[folder][by] ? null : { folder, by, value: next })
                    }
                  />
                ))}
              </div>
              {wish?.folder === folder && (
                <Before
                  key={`${wish.by} ${wish.value}`}
                  wish={wish}
                  lifetime={lifetime}
                  onDone={() => setWish(null)}
                />
              )}
            </div>
          );
        })}
      </div>
    </Group>
  );
}

/**
 * What a choice would delete now, and the button that lets it.
 *
 * @param lifetime with what was chosen before and stays
 */
function Before({ wish, lifetime, onDone }: { wish: Wish; lifetime: Lifetime; onDone: () => void }) {
  const t = useTranslations('keeping');
  const locale = useLocale();
  const [preview, setPreview] = useState<ExpiryPreview | null>(null);
  const [failed, setFailed] = useState(false);
  const { folder } = wish;
  const { days, messages } = lifetime;
  useEffect(() => {
    let alive = true;
    previewExpiry(folder, { days, messages }, Date.now()).then(
      (numbers) => alive && setPreview(numbers),
      () => alive && setFailed(true),
    );
    return () => {
      alive = false;
    };
  }, [folder, days, messages]);
  const apply = async () => {
    try {
      const before = await setRetention(folder, { [wish.by]: wish.value });
      done('retentionChanged', 0, () => setRetention(folder, before));
      onDone();
    } catch {
      setFailed(true);
    }
  };
  return (
    <BeforeApply
      ready={preview !== null}
      apply={t('apply')}
      cancel={t('cancel')}
      onApply={apply}
      onCancel={onDone}
    >
      {failed ? (
        <p className="text-bad">{t('failed')}</p>
      ) : (
        <p className="font-semibold">
          {days === 0 && messages === 0
            ? t('forGood')
            : preview
              ? t('going', {
                  count: preview.going.messages,
                  size: sizeText(preview.going.octets, locale),
                })
              : t('counting')}
        </p>
      )}
      {preview && preview.staying > 0 && (
        <p className="mt-1 text-ink-2">{t('staying', { count: preview.staying })}</p>
      )}
    </BeforeApply>
  );
}
