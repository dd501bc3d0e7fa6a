'use client';

import { CalendarDays, CalendarPlus, CalendarX, MapPin, Repeat, UserCheck, Users } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { type Attendee, type Invitation, invitationOf, type Moment } from '@/lib/mail/invitation';
import type { Attachment } from '@/lib/mail/types';
import { CardRow, cardClass } from './CardRow';
import { distinctTexts } from './distinctTexts';
import { save } from './save';

/** Calendar parts as cards: when in the reader's own zone, where, who. Loaded with the first one. */
export function InvitationCards({ attachments }: { attachments: readonly Attachment[] }) {
  const cards = useMemo(
    () =>
      distinctTexts(attachments).flatMap(({ attachment: { bytes }, text }) => {
        const invitation = invitationOf(text);
        return invitation ? [{ invitation, bytes }] : [];
      }),
    [attachments],
  );
  return cards.map(({ invitation, bytes }, index) => (
    <InvitationCard key={index} invitation={invitation} bytes={bytes} />
  ));
}

interface Props {
  invitation: Invitation;
  bytes: Attachment['bytes'];
}

function InvitationCard({ invitation, bytes }: Props) {
  const t = useTranslations('invitation');
  const locale = useLocale();
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
          {method === 'reply' &&
            attendees.map(({ who, answer }, index) => (
              <CardRow key={index} icon={<UserCheck aria-hidden />}>
                <Answered who={who} answer={answer} />
              </CardRow>
            ))}
          {(organizer || attendees.length > 0) && method !== 'reply' && (
            <CardRow icon={<Users aria-hidden />}>
              <bdi>{organizer}</bdi>
              {attendees.length > 0 && (
                <details>
                  <summary className="focus-inside w-fit cursor-pointer rounded-md text-accent">
                    {t('attendees', { count: attendees.length })}
                  </summary>
                  <ul className="mt-1 grid gap-0.5">
                    {attendees.map(({ who, answer }, index) => (
                      <li key={index}>
                        <Answered who={who} answer={answer} />
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </CardRow>
          )}
        </ul>
        {!called && method !== 'reply' && (
          <Button className="mt-3" onClick={() => save(bytes, 'invitation.ics')}>
            <CalendarPlus aria-hidden />
            {t('add')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Answered({ who, answer }: Attendee) {
  const t = useTranslations('invitation');
  return (
    <>
      <bdi>{who}</bdi>
      {answer && ` · ${t(`answer.${answer}`)}`}
    </>
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
