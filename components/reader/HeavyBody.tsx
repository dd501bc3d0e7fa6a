'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/Button';
import type { OpenedMessage } from '@/lib/mail/types';
import { HtmlBody } from './HtmlBody';
import { htmlToText } from './htmlToText';
import { type SanitisedMessage, sanitise } from './sanitise';
import { TextBody } from './TextBody';

/** A message with very much HTML: its words at once, its looks when somebody wants to wait for them. */
export function HeavyBody({ html, message }: { html: string; message: OpenedMessage }) {
  const t = useTranslations('reader');
  const [shown, setShown] = useState<SanitisedMessage | null>(null);
  const [working, setWorking] = useState(false);
  const text = useMemo(() => message.text ?? htmlToText(html), [message, html]);
  if (shown) return <HtmlBody message={shown} />;
  const show = () => {
    setWorking(true);
    sanitise(html, message.attachments).then(setShown, () => setWorking(false));
  };
  return (
    <>
      <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-[10px] bg-paper px-3 py-2.5 text-sm text-ink-2">
        <p className="min-w-40 flex-1">{t('heavy')}</p>
        <Button busy={working} onClick={show}>
          {t('showHeavy')}
        </Button>
      </div>
      <TextBody text={text} contentType={undefined} />
    </>
  );
}
