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
import { useMemo, useState } from 'react';
import { optional } from '@/components/shell/optional';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/IconButton';
import { sizeText } from '@/components/ui/sizes';
import { fileName } from '@/lib/mail/fileName';
import type { Attachment } from '@/lib/mail/types';
import { type Kind, kindOf } from './kinds';
import { previewOf } from './previews';
import { save } from './save';
import { saveAll } from './saveAll';

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

const PreviewDialog = optional(
  () => import('./PreviewDialog').then(({ PreviewDialog }) => PreviewDialog),
  ({ onClose }) => onClose(),
);

interface Props {
  attachments: readonly Attachment[];
  /** Of the archive with all of them. */
  archive: string;
}

/** What came with the message, except for pictures that the text shows in their places. */
export function Attachments({ attachments, archive }: Props) {
  const t = useTranslations('attachments');
  const [state, setState] = useState<'idle' | 'working' | 'failed'>('idle');
  if (attachments.length === 0) return null;
  const all = () => {
    setState('working');
    saveAll(attachments, archive).then(
      () => setState('idle'),
      () => setState('failed'),
    );
  };
  return (
    <section className="mt-6" aria-label={t('title', { count: attachments.length })}>
      <ul className="flex flex-wrap gap-2.5">
        {attachments.map((attachment, index) => (
          <Card key={index} attachment={attachment} />
        ))}
      </ul>
      {attachments.length > 1 && (
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Button kind="quiet" className="-ms-3.5" busy={state === 'working'} onClick={all}>
            <Archive aria-hidden />
            {t('saveAll')}
          </Button>
          {state === 'failed' && (
            <p role="alert" className="text-sm text-bad">
              {t('saveAllFailed')}
            </p>
          )}
        </div>
      )}
    </section>
  );
}

function Card({ attachment }: { attachment: Attachment }) {
  const t = useTranslations();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const { name, type, size, bytes } = attachment;
  const clean = fileName(name, type, bytes);
  const kind = kindOf(clean, type, bytes);
  const Icon = icons[kind];
  const preview = useMemo(() => previewOf(clean, attachment), [clean, attachment]);
  const words = { kind: t(`kinds.${kind}`), size: sizeText(size, locale) };
  return (
    <li className="flex max-w-80 min-w-0 rounded-xl border border-line bg-surface transition-colors duration-100 focus-within:border-edge hover:border-edge max-sm:w-full max-sm:max-w-none">
      <button
        type="button"
        title={clean}
        onClick={() => (preview ? setOpen(true) : save(bytes, clean))}
        className="group flex min-w-44 flex-1 items-center gap-2.5 rounded-xl px-2 py-2 text-start hover:bg-hover"
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
          <span className="sr-only">{t(preview ? 'attachments.preview' : 'attachments.save')} </span>
          <bdi className="block truncate">{clean}</bdi>
          <span className="block text-xs text-ink-3">
            {words.kind} · {words.size}
          </span>
        </span>
        {!preview && <Download aria-hidden className="size-4 shrink-0 text-ink-3" />}
      </button>
      {preview && (
        <IconButton
          label={t('attachments.saveNamed', { name: clean })}
          className="my-auto me-1.5"
          onClick={() => save(bytes, clean)}
        >
          <Download aria-hidden />
        </IconButton>
      )}
      {open && preview && (
        <PreviewDialog
          name={clean}
          attachment={attachment}
          preview={preview}
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  );
}
