import { Check, Minus, TriangleAlert, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Spinner } from '@/components/ui/Spinner';
import { durationText, sizeText } from '@/components/ui/sizes';
import { Technical } from '@/components/ui/Technical';
import { type DoctorRow, doctorSides } from '@/lib/contract/doctor';
import { toldAs } from '../told';
import { CertificateFacts } from './CertificateFacts';
import type { Examination } from './useDoctor';

export interface ServerAt {
  host: string;
  port: number;
}

interface Props {
  state: Examination;
  servers: { incoming: ServerAt; outgoing: ServerAt | null };
  domain: string;
  /** Beneath the row of a certificate that does not hold. */
  pinning?: (row: DoctorRow) => ReactNode;
}

/** The list of an examination, each side under its server, filling in as it goes. */
export function DoctorList({ state, servers, domain, pinning }: Props) {
  const t = useTranslations('doctor');
  return doctorSides.map((side) => {
    const server = servers[side];
    const rows = state.rows.filter((row) => row.side === side);
    const busy = state.busy.find((each) => each.side === side);
    if (!server || (rows.length === 0 && !busy)) return null;
    const heading = t(side, { host: server.host, port: String(server.port) });
    return (
      <section key={side} className="not-first:mt-4">
        <p className="mb-1.5 text-sm font-semibold text-shy">{heading}</p>
        <ol
          aria-label={heading}
          className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface text-sm"
        >
          {rows.map((row) => (
            <Row key={row.check} row={row} about={{ ...server, port: String(server.port), domain }}>
              {row.check === 'tls' && pinning?.(row)}
            </Row>
          ))}
          {busy && (
            <Line icon={<Spinner className="size-4.5 shrink-0 text-accent" />}>
              {t(`busy.${busy.check}`)}
            </Line>
          )}
        </ol>
      </section>
    );
  });
}

const icons = {
  good: <Check aria-hidden className="size-4.5 shrink-0 text-ok" />,
  odd: <TriangleAlert aria-hidden className="size-4.5 shrink-0 text-warn" />,
  failed: <X aria-hidden className="size-4.5 shrink-0 text-bad" />,
  left: <Minus aria-hidden className="size-4.5 shrink-0 text-ink-3" />,
};

function Line({ icon, end, children }: { icon: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <li className="flex animate-appear items-start gap-2.5 px-3.5 py-2.5">
      {icon}
      <div className="min-w-0 flex-1 text-shy">{children}</div>
      {end && <span className="shrink-0 text-ink-3 tabular-nums">{end}</span>}
    </li>
  );
}

function Row({
  row,
  about,
  children,
}: {
  row: DoctorRow;
  about: { host: string; port: string; domain: string };
  children: ReactNode;
}) {
  const t = useTranslations();
  const locale = useLocale();
  const { side, check, state, note, problem, ms, facts } = row;
  const failed = state === 'failed' && problem;
  const key = problem && toldAs(problem);
  const notSmtp = side === 'outgoing' && problem?.code === 'protocol_error';
  const title =
    failed && key
      ? notSmtp
        ? t('doctor.notSmtp')
        : t(`${key}.title`)
      : t(`doctor.${state === 'good' || note === 'pinned' ? 'good' : 'busy'}.${check}`);
  const details = useDetails(row);
  // The server's own words, in no language of ours.
  const theirs = [facts.words, facts.capabilities?.join(' · ')].filter(Boolean).join(', ');
  return (
    <Line icon={icons[state]} end={state === 'good' && ms > 0 ? t('doctor.ms', { ms }) : null}>
      <span className={failed ? 'font-semibold text-bad' : undefined}>{title}</span>
      {details !== '' && <span className="block text-xs text-pretty text-ink-3">{details}</span>}
      {theirs !== '' && (
        <span translate="no" className="block text-xs text-pretty text-ink-3">
          {theirs}
        </span>
      )}
      {note && <span className="block text-xs text-pretty text-ink-2">{t(`doctor.notes.${note}`)}</span>}
      {failed && key && !notSmtp && (
        <span className="mt-0.5 block text-pretty text-ink-2">{t(`${key}.hint`, about)}</span>
      )}
      {problem?.retryAfter !== undefined && (
        <span className="block text-ink-2">
          {t('steps.retryAfter', { time: durationText(problem.retryAfter, locale) })}
        </span>
      )}
      {facts.certificate && <CertificateFacts certificate={facts.certificate} open={state !== 'good'} />}
      {children}
      {problem?.said !== undefined && <Technical>{`${t('steps.said')}: ${problem.said}`}</Technical>}
    </Line>
  );
}

/** What was found out, in one line. */
function useDetails({ facts, state }: DoctorRow): string {
  const t = useTranslations('doctor');
  const locale = useLocale();
  const { addresses, address, version, certificate, mechanism, messages, roundTrip } = facts;
  const parts: string[] = [];
  if (addresses) parts.push(t('answers', { count: addresses.length, list: addresses.join(', ') }));
  if (address) parts.push(address);
  if (version) {
    const days = certificate ? Math.floor((certificate.until - Date.now()) / 86_400_000) : null;
    parts.push(days === null ? version : days < 0 ? t('tlsOver', { version }) : t('tls', { version, days }));
  }
  if (mechanism) parts.push(t('by', { mechanism }));
  if (messages !== undefined)
    parts.push(t('maildrop', { count: messages, size: sizeText(facts.octets ?? 0, locale) }));
  if (typeof facts.expire === 'number') parts.push(t('expire', { days: facts.expire }));
  if (facts.loginDelay) parts.push(t('loginDelay', { seconds: facts.loginDelay }));
  if (roundTrip !== undefined && state === 'good') parts.push(t('ms', { ms: roundTrip }));
  return parts.join(', ');
}
