'use client';

import {
  AppWindow,
  Archive,
  CalendarDays,
  Contact,
  Download,
  File as FileIcon,
  FileText,
  Globe,
  Image as ImageIcon,
  type LucideIcon,
  Mail,
  Music,
  Presentation,
  Sheet,
  Video,
} from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { classes } from '@/components/ui/classes';
import { sizeText } from '@/components/ui/sizes';
import { fileName } from '@/lib/mail/fileName';
import type { Attachment } from '@/lib/mail/types';
import { type Kind, kindOf } from './kinds';
import { save } from './save';

const icons: Record<Kind, LucideIcon> = {
  image: ImageIcon,
  audio: Music,
  video: Video,
  pdf: FileText,
  document: FileText,
  spreadsheet: Sheet,
  slides: Presentation,
  archive: Archive,
  calendar: CalendarDays,
  contact: Contact,
  mail: Mail,
  web: Globe,
  program: AppWindow,
  text: FileText,
  other: FileIcon,
};

/** What came with the message, except for pictures that the text shows in their places. */
export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  const t = useTranslations('attachments');
  if (attachments.length === 0) return null;
  return (
    <section className="mt-6" aria-label={t('title', { count: attachments.length })}>
      <ul className="flex flex-wrap gap-2.5">
        {attachments.map((attachment, index) => (
          <Card key={index} attachment={attachment} />
        ))}
      </ul>
    </section>
  );
}

function Card({ attachment: { name, type, size, bytes } }: { attachment: Attachment }) {
  const t = useTranslations();
  const locale = useLocale();
  const clean = fileName(name, type);
  const kind = kindOf(clean, type);
  const Icon = icons[kind];
  const words = { kind: t(`kinds.${kind}`), size: sizeText(size, locale) };
  return (
    <li className="min-w-0 max-sm:w-full">
      <button
        type="button"
        title={clean}
        onClick={() => save(bytes, clean)}
        className="group flex w-full min-w-48 max-w-80 items-center gap-2.5 rounded-xl border border-line bg-surface py-2 pr-3 pl-2 text-left transition-colors duration-100 hover:border-edge hover:bg-hover max-sm:max-w-none"
      >
        <span
          className={classes(
            'grid size-10 shrink-0 place-items-center rounded-lg',
            kind === 'program' ? 'bg-warn-soft text-warn' : 'bg-soft text-accent',
          )}
        >
          <Icon aria-hidden className="size-5" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="sr-only">{t('attachments.save')} </span>
          <bdi className="block truncate">{clean}</bdi>
          <span className="block text-xs text-ink-3">
            {words.kind} · {words.size}
          </span>
        </span>
        <Download
          aria-hidden
          className="size-4 shrink-0 text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      </button>
    </li>
  );
}
