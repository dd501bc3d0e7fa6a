import { Mail } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { fullDate, mediumDate } from '@/components/mailbox/dates';
import { useSteady } from '@/components/shell/useSteady';
import type { Letter } from '@/lib/mail/types';
import { HtmlBody } from './HtmlBody';
import { named, wordsOf } from './lettersIn';
import type { Link } from './linkOf';
import { PlainLinks } from './PlainLinks';
import type { SanitisedMessage } from './sanitise';
import { TextBody } from './TextBody';

interface Props {
  letters: readonly Letter[];
  /** Those that are drawn as they were sent; of the others the words are shown. */
  drawn: ReadonlyMap<Letter, SanitisedMessage>;
  /** True: a link that was pressed is asked about first. Null: links stay text. */
  asks: ((link: Link, inner: string) => boolean) | null;
}

/**
 * The messages that stand inside of a message. Who wrote each is said outside of its own document, whose styles could hide
 * it, and always with the address.
 */
export function Letters({ letters, drawn, asks }: Props) {
  return letters.map((letter, index) => <One key={index} letter={letter} drawn={drawn} asks={asks} />);
}

function One({ letter, drawn, asks }: Pick<Props, 'drawn' | 'asks'> & { letter: Letter }) {
  const t = useTranslations();
  const locale = useLocale();
  const { from, to, date, subject, letters } = letter;
  const address = from[0]?.address ?? '';
  const who = named(from) || t('list.noSender');
  const html = drawn.get(letter);
  const words = wordsOf(letter).trim();
  const ask = useSteady((link: Link) => asks?.(link, address) ?? false);
  return (
    <section
      aria-label={t('reading.letter', { name: who })}
      className="mt-5 rounded-xl border border-line bg-surface p-4"
    >
      <header className="mb-4 flex gap-3 border-b border-line pb-3 text-shy">
        <Mail aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-3" />
        <div className="min-w-0 flex-1">
          {from.length === 0 && <p className="font-semibold">{who}</p>}
          {from.map(({ name, address }, index) => (
            // Each by itself: letters of the one that turn round must not turn the other.
            <p key={index}>
              <strong className="font-semibold">
                <bdi>{name || address}</bdi>
              </strong>{' '}
              {name && address && <bdi className="text-ink-2">&lt;{address}&gt;</bdi>}
            </p>
          ))}
          {to.length > 0 && (
            <p className="text-sm text-ink-3">
              {t('reader.to')}: <bdi>{named(to)}</bdi>
            </p>
          )}
          {date !== null && (
            <p className="text-sm text-ink-3">
              <time dateTime={new Date(date).toISOString()} title={fullDate(date, locale)}>
                {mediumDate(date, locale)}
              </time>
            </p>
          )}
          <p dir="auto" className="mt-1.5 font-semibold text-pretty">
            {subject || t('list.noSubject')}
          </p>
        </div>
      </header>
      {html ? (
        <HtmlBody message={html} asks={ask} sender={address} name={t('reading.letter', { name: who })} />
      ) : words === '' ? (
        letters.length === 0 && <p className="text-ink-3 italic">{t('reader.noBody')}</p>
      ) : asks ? (
        <PlainLinks asks={ask}>
          <TextBody text={words} />
        </PlainLinks>
      ) : (
        <p dir="auto" className="break-words whitespace-pre-wrap">
          {words}
        </p>
      )}
      <Letters letters={letters} drawn={drawn} asks={asks} />
    </section>
  );
}
