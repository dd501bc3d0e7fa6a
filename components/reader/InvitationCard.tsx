'use client';

import { CalendarDays, CalendarPlus, CalendarX, MapPin, Repeat, Users } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { Button } from '@/components/ui/Button';
import { invitationOf, type Moment } from '@/lib/mail/invitation';
import type { Attachment } from '@/lib/mail/types';
import { save } from './save';

/** A calendar part as a card: when in the reader's own zone, where, who. Loaded with the first one. */
export function InvitationCard({ attachment }: { attachment: Attachment }) {
  const t = useTranslations('invitation');
  const locale = useLocale();
  const { bytes } = attachment;
  const invitation = useMemo(() => invitationOf(new TextDecoder().decode(bytes)), [bytes]);
  if (!invitation) return null;
  const { method, summary, start, end, location, organizer, attendees, repeats } = invitation;
  const called = method === 'cancel';
  const Icon = called ? CalendarX : CalendarDays;
  return (
    <section
      aria-label={t(method)}
      className="mb-5 grid max-w-xl grid-cols-[auto_1fr] gap-x-3.5 rounded-xl border border-line bg-surface p-4"
    >
      <span className={called ? 'text-bad' : 'text-accent'}>
        <Icon aria-hidden className="size-6" />
      </span>
      <div className="min-w-0 text-shy">
        <p className="text-sm text-ink-2">{t(method)}</p>
        <p className={called ? 'font-semibold line-through' : 'font-semibold'}>
          <bdi>{summary || t('noSummary')}</bdi>
        </p>
        <ul className="mt-2 grid gap-1 text-sm">
          {start && <Row icon={<CalendarDays aria-hidden />}>{whenText(start, end, locale)}</Row>}
          {repeats && <Row icon={<Repeat aria-hidden />}>{t('repeats')}</Row>}
          {location && (
            <Row icon={<MapPin aria-hidden />}>
              <bdi>{location}</bdi>
            </Row>
          )}
          {(organizer || attendees.length > 0) && (
            <Row icon={<Users aria-hidden />}>
              <bdi>{organizer}</bdi>
              {attendees.length > 0 && ` · ${t('attendees', { count: attendees.length })}`}
            </Row>
          )}
        </ul>
        {!called && (
          <Button className="mt-3" onClick={() => save(bytes, 'invitation.ics')}>
            <CalendarPlus aria-hidden />
            {t('add')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Row({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3">
      {icon}
      <span className="min-w-0">{children}</span>
    </li>
  );
}

/** "Mon, 5 January 2026, 11:00 – 12:30 CET": in the reader's zone; days and floating times are the same everywhere. */
export function whenText(start: Moment, end: Moment | null, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' },
    ...(start.kind !== 'day' && { hour: 'numeric', minute: '2-digit' }),
    ...(start.kind === 'instant' ? { timeZoneName: 'short' } : { timeZone: 'UTC' }),
  });
  return end && end.time > start.time ? format.formatRange(start.time, end.time) : format.format(start.time);
}
