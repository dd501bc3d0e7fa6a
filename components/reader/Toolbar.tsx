import { ArrowLeft, ChevronDown, ChevronUp, CodeXml, Mail, MailOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/IconButton';

interface Props {
  unread: boolean;
  onUnread: () => void;
  onOriginal: () => void;
  onBack: () => void;
  onPrevious: () => void;
  onNext: () => void;
}

export function Toolbar({ unread, onUnread, onOriginal, onBack, onPrevious, onNext }: Props) {
  const t = useTranslations();
  return (
    <div
      role="toolbar"
      aria-label={t('reader.actions')}
      className="flex h-13 shrink-0 items-center gap-0.5 border-b border-line px-3.5 max-sm:h-14 max-sm:px-1.5 max-sm:pt-[env(safe-area-inset-top)]"
    >
      <IconButton label={t('app.back')} keys="U" onClick={onBack} className="sm:hidden">
        <ArrowLeft aria-hidden className="rtl:rotate-180" />
      </IconButton>
      <span className="flex-1 sm:hidden" />
      <IconButton
        label={t(unread ? 'reader.markRead' : 'reader.markUnread')}
        keys={`${t('keys.shift')} U`}
        onClick={onUnread}
      >
        {unread ? <MailOpen aria-hidden /> : <Mail aria-hidden />}
      </IconButton>
      <IconButton label={t('reader.showOriginal')} onClick={onOriginal}>
        <CodeXml aria-hidden />
      </IconButton>
      <span className="flex-1 max-sm:hidden" />
      <IconButton label={t('reader.previous')} keys="K" onClick={onPrevious}>
        <ChevronUp aria-hidden />
      </IconButton>
      <IconButton label={t('reader.next')} keys="J" onClick={onNext}>
        <ChevronDown aria-hidden />
      </IconButton>
    </div>
  );
}
