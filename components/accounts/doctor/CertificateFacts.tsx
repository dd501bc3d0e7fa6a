import { useFormatter, useTranslations } from 'next-intl';
import { Technical } from '@/components/ui/Technical';
import type { ShownCertificate } from '@/lib/contract/doctor';
import { fingerprintText } from './reportText';

/** A certificate in full: in a fold where all is well, open where somebody has to look at it. */
export function CertificateFacts({ certificate, open }: { certificate: ShownCertificate; open: boolean }) {
  const t = useTranslations('doctor.certificate');
  const format = useFormatter();
  const { subject, issuer, names, from, until, chain, fingerprint } = certificate;
  const date = (ms: number) => format.dateTime(new Date(ms), { dateStyle: 'long' });
  const facts: [string, string][] = [
    [t('subject'), subject],
    [t('names'), names.join(', ')],
    [t('issuer'), issuer],
    [t('title'), t('valid', { from: date(from), until: date(until) })],
    [t('chain'), chain.join(' ← ')],
    [t('fingerprint'), fingerprintText(fingerprint)],
  ];
  const list = (
    <dl className="space-y-1 font-sans whitespace-normal">
      {facts
        .filter(([, text]) => text !== '')
        .map(([name, text]) => (
          <div key={name}>
            <dt className="text-ink-3">{name}</dt>
            <dd className="break-words">{text}</dd>
          </div>
        ))}
    </dl>
  );
  return open ? (
    <div className="mt-2 rounded-lg border border-line bg-paper px-3 py-2 text-xs text-ink-2">{list}</div>
  ) : (
    <Technical title={t('title')}>{list}</Technical>
  );
}
