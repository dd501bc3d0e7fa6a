'use client';

import { useTranslations } from 'next-intl';
import { keymap } from './keymap';

/** All keys that work, by what they are for. */
export function KeyTable() {
  const t = useTranslations('keys');
  const words: Record<string, string> = { Enter: t('enter'), Escape: t('escape') };
  const all = [
    ...keymap.map(({ shift, ...entry }) => ({ ...entry, held: shift ? [t('shift')] : [] })),
    ...[
      { command: 'span' as const, keys: ['↓', '↑'], held: [t('shift')] },
      { command: 'all' as const, keys: ['a'], held: [t('control'), '⌘'] },
      { command: 'palette' as const, keys: ['k'], held: [t('control'), '⌘'] },
    ].map((entry) => ({ ...entry, area: 'together' as const })),
  ];
  return (['reading', 'acting', 'together'] as const).map((area) => (
    <section key={area} className="not-first:mt-5">
      <h3 className="mb-1 text-xs font-semibold text-ink-3">{t(area)}</h3>
      <dl className="divide-y divide-line">
        {all
          .filter((entry) => entry.area === area)
          .map(({ command, keys: names, held }) => (
            <div key={command} className="flex min-h-9 items-center justify-between gap-4">
              <dt>{t(command)}</dt>
              <dd className="flex items-center gap-1.5 text-xs text-ink-3">
                <Either keys={held} />
                {held.length > 0 && '+'}
                <Either keys={names.map((key) => words[key] ?? key)} />
              </dd>
            </div>
          ))}
      </dl>
    </section>
  ));
}

function Either({ keys }: { keys: readonly string[] }) {
  const t = useTranslations('keys');
  return keys.map((key, index) => (
    <span key={key} className="flex items-center gap-1.5">
      {index > 0 && t('or')}
      <Key>{key}</Key>
    </span>
  ));
}

function Key({ children }: { children: string }) {
  return (
    <kbd className="min-w-6.5 rounded-md border border-edge/50 bg-paper px-1.5 py-0.5 text-center font-sans text-xs text-ink shadow-[0_1px_0_var(--line)]">
      {children}
    </kbd>
  );
}
