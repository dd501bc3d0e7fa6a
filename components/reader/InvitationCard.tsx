'use client';

import { CalendarDays, CalendarPlus, CalendarX, MapPin, Repeat, Users } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { invitationOf, type Moment } from '@/lib/mail/invitation';
import type { Attachment } from '@/lib/mail/types';
import { CardRow, cardClass } from './CardRow';
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
    <section aria-label={t(method)} className={classes(cardClass, 'grid-cols-[auto_1fr] gap-x-3.5')}>
      <span className={called ? 'text-bad' : 'text-accent'}>
        <Icon aria-hidden className="size-6" />
      </span>
      <div className="min-w-0 text-shy">
        <p className="text-sm text-ink-2">{t(method)}</p>
        <p className={called ? 'font-semibold line-through' : 'font-semibold'}>
          <bdi>{summary || t('noSummary')}</bdi>
        </p>
        <ul className="mt-2 grid gap-1 text-sm">
          {start && <CardRow icon={<CalendarDays aria-hidden />}>{whenText(start, end, locale)}</CardRow>}
          {repeats && <CardRow icon={<Repeat aria-hidden />}>{t('repeats')}</CardRow>}
          {location && (
            <CardRow icon={<MapPin aria-hidden />}>
              <bdi>{location}</bdi>
            </CardRow>
          )}
          {(organizer || attendees.length > 0) && (
            <CardRow icon={<Users aria-hidden />}>
              <bdi>{organizer}</bdi>
              {attendees.length > 0 && ` · ${t('attendees', { count: attendees.length })}`}
            </CardRow>
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

/** "Mon, 5 January 2026, 11:00 – 12:30 CET": in the reader's zone; days and floating times are the same everywhere. */
export function whenText(start: Moment, end: Moment | null, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' },
    ...(start.kind !== 'day' && { hour: 'numeric', minute: '2-digit' }),
    ...(start.kind === 'instant' ? { timeZoneName: 'short' } : { timeZone: 'UTC' }),
  });
  return end && end.time > start.time ? format.formatRange(start.time, end.time) : format.format(start.time);
}
