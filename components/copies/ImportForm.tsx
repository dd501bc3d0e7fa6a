'use client';

import { FolderInput } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, useState } from 'react';
import { Choice } from '@/components/ui/Choice';
import { classes } from '@/components/ui/classes';
import { tasks } from '@/lib/archive/client';
import type { Elsewhere } from '@/lib/archive/targets';
import type { AccountRecord } from '@/lib/store/records/account';
import { FileButton } from './FileButton';

/** Files, chosen or dropped, and where mail goes whose account is not here. */
export function ImportForm({ accounts, busy }: { accounts: readonly AccountRecord[]; busy: boolean }) {
  const t = useTranslations('copies.import');
  const [into, setInto] = useState('recreate');
  const [over, setOver] = useState(false);
  const start = (files: File[]) => {
    if (busy || files.length === 0) return;
    const elsewhere: Elsewhere =
      into === 'recreate' || into === 'local' ? { kind: into } : { kind: 'account', id: into };
    tasks.start({ kind: 'import', files, elsewhere, localName: t('localName') });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    start([...event.dataTransfer.files]);
  };
  return (
    <div className="grid max-w-150 gap-4">
      <div>
        <Choice
          label={t('into')}
          value={into}
          onChange={setInto}
          options={[
            { value: 'recreate', label: t('recreate') },
            { value: 'local', label: t('local') },
            ...accounts.filter(({ local }) => !local).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <p className="mt-1.5 text-sm text-pretty text-ink-3">{t('intoText')}</p>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a way beside the button, which everybody has */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classes(
          'grid justify-items-center gap-2.5 rounded-xl border border-dashed px-4 py-6 text-center',
          over ? 'border-accent bg-soft' : 'border-edge/60 bg-paper',
        )}
      >
        <FileButton
          label={t('choose')}
          icon={<FolderInput aria-hidden />}
          busy={busy}
          multiple
          onFiles={start}
        />
        <p className="text-sm text-ink-3">{t('drop')}</p>
      </div>
    </div>
  );
}
