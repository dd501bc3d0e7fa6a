'use client';

import { CalendarDays, CalendarPlus, CalendarX, MapPin, Repeat, UserCheck, Users } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { type Attendee, type Invitation, invitationsOf, type Moment, onlyEvent } from '@/lib/mail/invitation';
import type { Attachment } from '@/lib/mail/types';
import { CardRow, cardClass } from './CardRow';
import { distinctTexts } from './distinctTexts';
import { save } from './save';

/** Calendar parts as cards: when in the reader's own zone, where, who. Loaded with the first one. */
export function InvitationCards({ attachments }: { attachments: readonly Attachment[] }) {
  const cards = useMemo(
    () =>
      distinctTexts(attachments).flatMap(({ attachment: { bytes }, text }) => {
        const found = invitationsOf(text);
        return found.map((invitation, index) => ({
          invitation,
          // Of several, the one that the card is about.
          file: () => (found.length === 1 ? bytes : new TextEncoder().encode(onlyEvent(text, index))),
        }));
      }),
    [attachments],
  );
  return cards
    .slice(0, mostCards)
    .map(({ invitation, file }, index) => <InvitationCard key={index} invitation={invitation} file={file} />);
}

/** More are looked at in a calendar. */
const mostCards = 20;

interface Props {
  invitation: Invitation;
  /** For a calendar, when it is asked for. */
  file: () => Attachment['bytes'];
}

/** Of these, who said so is told, and there is nothing that could be put into a calendar. */
const answered: readonly Invitation['method'][] = ['reply', 'counter', 'refresh'];
const addable: readonly Invitation['method'][] = ['request', 'more', 'publish'];

function InvitationCard({ invitation, file }: Props) {
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
          {start && (
            <CardRow icon={<CalendarDays aria-hidden />}>
              {whenText(start, end, locale)}
              {start.zone && <bdi> ({start.zone})</bdi>}
            </CardRow>
          )}
          {repeats && <CardRow icon={<Repeat aria-hidden />}>{t('repeats')}</CardRow>}
          {location && (
            <CardRow icon={<MapPin aria-hidden />}>
              <bdi>{location}</bdi>
            </CardRow>
          )}
          {answered.includes(method) &&
            attendees.map(({ who, answer }, index) => (
              <CardRow key={index} icon={<UserCheck aria-hidden />}>
                <Answered who={who} answer={answer} />
              </CardRow>
            ))}
          {(organizer || attendees.length > 0) && !answered.includes(method) && (
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
        {addable.includes(method) && (
          <Button className="mt-3" onClick={() => save(file(), 'invitation.ics')}>
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
