'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useFoundMarks } from '@/components/search/useFoundMarks';
import { optional } from '@/components/shell/optional';
import { Button } from '@/components/ui/Button';
import { Modal } from '@/components/ui/Modal';
import type { Attachment } from '@/lib/mail/types';
import { MailView } from './MailView';
import type { Preview } from './previews';
import { save } from './save';

/** What draws PDF files comes with the first of them. */
const PdfView = optional(() => import('./PdfView').then(({ PdfView }) => PdfView));

interface Props {
  name: string;
  attachment: Attachment;
  preview: Preview;
  onClose: () => void;
}

/** An attachment, looked at without leaving the page. */
export function PreviewDialog({ name, attachment, preview, onClose }: Props) {
  const { type, bytes } = attachment;
  const t = useTranslations('attachments');
  const isMail = /^message\/(?:rfc822|global)$/.test(type) || /\.eml$/i.test(name);
  const text = preview.as === 'text' && (
    <pre dir="auto" className="font-mono text-xs leading-relaxed break-words whitespace-pre-wrap">
      {preview.text}
    </pre>
  );
  return (
    <Modal wide title={name} onClose={onClose}>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Button data-first onClick={() => save(bytes, name)}>
          <Download aria-hidden />
          {t('save')}
        </Button>
        {preview.as === 'text' && preview.cut && <p className="text-sm text-ink-3">{t('cut')}</p>}
      </div>
      {preview.as === 'text' ? (
        <Text name={name}>{isMail ? <MailView bytes={bytes}>{text}</MailView> : text}</Text>
      ) : preview.as === 'pdf' ? (
        <PdfView name={name} bytes={bytes} />
      ) : (
        <Media name={name} bytes={bytes} as={preview.as} type={preview.type} />
      )}
    </Modal>
  );
}

/** Text that scrolls, with the words marked that its message was found by. */
function Text({ name, children }: { name: string; children: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  useFoundMarks(section, 0);
  return (
    <section
      ref={section}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={name}
      className="focus-inside max-h-[60vh] min-h-20 overflow-auto rounded-xl border border-line bg-paper p-4"
    >
      {children}
    </section>
  );
}

function Media({
  name,
  bytes,
  as,
  type,
}: {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  as: 'image' | 'audio' | 'video';
  type: string;
}) {
  const t = useTranslations('attachments');
  const [url, setUrl] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  if (failed) return <p className="text-ink-2">{t('broken')}</p>;
  if (url === null) return null;
  const onError = () => setFailed(true);
  if (as === 'image') {
    return (
      <img
        src={url}
        alt={name}
        onError={onError}
        className="mx-auto max-h-[70vh] max-w-full object-contain"
      />
    );
  }
  const shared = { controls: true, src: url, 'aria-label': name, onError };
  // Somebody else's recordings come without captions.
  return as === 'audio' ? (
    <audio {...shared} className="w-full" />
  ) : (
    <video {...shared} className="max-h-[70vh] w-full" />
  );
}
