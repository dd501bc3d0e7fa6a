import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { sizeText } from '@/components/ui/sizes';
import type { AccountRecord } from '@/lib/store/records/account';
import { quirksOf, sizeLimitOf } from './card';

/** What is known of an account's server: what it can, what is peculiar, and what it limits. */
export function ServerCardView({ account }: { account: AccountRecord }) {
  const t = useTranslations('doctor');
  const locale = useLocale();
  const format = useFormatter();
  const { card, capabilities, host, port, security } = account;
  const factsOf = (side: 'incoming' | 'outgoing', check: string) =>
    card?.rows.find((row) => row.side === side && row.check === check)?.facts;
  const tls = factsOf('incoming', 'tls');
  const days = tls?.certificate ? Math.floor((tls.certificate.until - Date.now()) / 86_400_000) : null;
  const announced = factsOf('incoming', 'capabilities')?.capabilities;
  const sends = factsOf('outgoing', 'capabilities')?.capabilities;
  const size = sends && sizeLimitOf(sends);
  const limits = [
    typeof capabilities.expire === 'number' && t('expire', { days: capabilities.expire }),
    capabilities.loginDelay !== null && t('loginDelay', { seconds: capabilities.loginDelay }),
    size && t('size', { size: sizeText(size, locale) }),
  ].filter((text) => typeof text === 'string');
  const quirks = quirksOf(account).map((quirk) => t(`quirks.${quirk}`));
  const facts: [string, string][] = [
    [t('section.greets'), factsOf('incoming', 'greeting')?.words ?? ''],
    [
      t('section.security'),
      tls?.version
        ? days === null || days < 0
          ? tls.version
          : t('tls', { version: tls.version, days })
        : security.toUpperCase(),
    ],
    [t('section.signsIn'), factsOf('incoming', 'login')?.mechanism ?? capabilities.sasl.join(' · ')],
    [t('section.can'), (announced ?? capabilities.sasl).join(' · ')],
    [t('section.limits'), limits.join(', ') || t('section.noLimits')],
    [t('section.quirks'), quirks.join('. ') || t('section.noQuirks')],
    [
      t('section.sends'),
      card?.outgoing && sends ? `${card.outgoing.host}:${card.outgoing.port} · ${sends.join(' · ')}` : '',
    ],
  ];
  return (
    <>
      <p className="max-w-150 text-sm text-pretty text-ink-3">
        {card
          ? t('section.cardAt', {
              when: format.dateTime(new Date(card.at), { dateStyle: 'long', timeStyle: 'short' }),
            })
          : t('section.never')}
      </p>
      <dl className="mt-3 grid gap-x-5 gap-y-2 text-sm sm:grid-cols-[9rem_1fr]">
        <dt className="text-ink-3">POP3</dt>
        <dd className="text-shy">{`${host}:${port}`}</dd>
        {facts
          .filter(([, text]) => text !== '')
          .map(([name, text]) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="min-w-0 text-pretty break-words">{text}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}
