'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/Button';
import type { OpenedMessage } from '@/lib/mail/types';
import { htmlToText } from './htmlToText';
import { TextBody } from './TextBody';

interface Props {
  html: string;
  message: OpenedMessage;
  onShow: () => Promise<void>;
}

/** A message with very much HTML: its words at once, its looks when somebody wants to wait for them. */
export function HeavyBody({ html, message, onShow }: Props) {
  const t = useTranslations('reader');
  const [working, setWorking] = useState(false);
  const text = useMemo(() => message.text ?? htmlToText(html), [message, html]);
  const show = () => {
    setWorking(true);
    onShow().catch(() => setWorking(false));
  };
  return (
    <>
      <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-[10px] bg-paper px-3 py-2.5 text-sm text-ink-2">
        <p className="min-w-40 flex-1">{t('heavy')}</p>
        <Button busy={working} onClick={show}>
          {t('showHeavy')}
        </Button>
      </div>
      <TextBody text={text} />
    </>
  );
}
