'use client';

import { Cake, Contact as ContactIcon, Download, Globe, Mail, MapPin, Phone } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { type Contact, contactsOf } from '@/lib/mail/contacts';
import { fileName } from '@/lib/mail/fileName';
import type { Attachment } from '@/lib/mail/types';
import { CardRow, cardClass } from './CardRow';
import { distinctTexts } from './distinctTexts';
import { save } from './save';

/** vCards, with a card for each contact in them. Loaded with the first one. */
export function ContactCards({ attachments }: { attachments: readonly Attachment[] }) {
  const cards = useMemo(
    () =>
      distinctTexts(attachments).map(({ attachment, text }) => ({ attachment, contacts: contactsOf(text) })),
    [attachments],
  );
  return cards.map(
    ({ attachment, contacts }, index) =>
      contacts.length > 0 && <Cards key={index} contacts={contacts} attachment={attachment} />,
  );
}

function Cards({ contacts, attachment }: { contacts: readonly Contact[]; attachment: Attachment }) {
  const t = useTranslations('reading');
  const { name, type, bytes } = attachment;
  return (
    <section aria-label={t('contacts', { count: contacts.length })} className={classes(cardClass, 'gap-4')}>
      {contacts.map((contact, index) => (
        <ContactLines key={index} contact={contact} />
      ))}
      <Button className="justify-self-start" onClick={() => save(bytes, fileName(name, type, bytes))}>
        <Download aria-hidden />
        {t('saveContacts', { count: contacts.length })}
      </Button>
    </section>
  );
}

function ContactLines({ contact }: { contact: Contact }) {
  const { name, organisation, mails, phones, places = [], pages = [], birthday } = contact;
  const t = useTranslations('reading');
  const locale = useLocale();
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-3.5">
      <ContactIcon aria-hidden className="size-6 text-accent" />
      <div className="min-w-0 text-shy">
        <p className="font-semibold">
          <bdi>{name}</bdi>
        </p>
        {organisation && (
          <p className="text-sm text-ink-2">
            <bdi>{organisation}</bdi>
          </p>
        )}
        <ul className="mt-2 grid gap-1 text-sm not-has-[li]:hidden">
          {mails.map((mail, index) => (
            <CardRow key={`mail ${index}`} icon={<Mail aria-hidden />}>
              <bdi>{mail}</bdi>
            </CardRow>
          ))}
          {phones.map((phone, index) => (
            <CardRow key={`phone ${index}`} icon={<Phone aria-hidden />}>
              <bdi>{phone}</bdi>
            </CardRow>
          ))}
          {places.map((place, index) => (
            <CardRow key={`place ${index}`} icon={<MapPin aria-hidden />}>
              <bdi>{place}</bdi>
            </CardRow>
          ))}
          {pages.map((page, index) => (
            <CardRow key={`page ${index}`} icon={<Globe aria-hidden />}>
              <bdi>{page}</bdi>
            </CardRow>
          ))}
          {birthday && (
            <CardRow icon={<Cake aria-hidden />}>
              {t.rich('birthday', { date: birthdayText(birthday, locale), bdi: (text) => <bdi>{text}</bdi> })}
            </CardRow>
          )}
        </ul>
      </div>
    </div>
  );
}

/** A day, with its year where that is told; as it stands where it is no day. */
function birthdayText(birthday: string, locale: string): string {
  const [, year, month, day] = /^(\d{4}|-)-(\d\d)-?(\d\d)$/.exec(birthday) ?? [];
  if (year === undefined) return birthday;
  // A year of 29 February, where none is told.
  const date = new Date(`${year === '-' ? '2000' : year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return birthday;
  const format = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return date.toLocaleDateString(locale, { ...format, ...(year !== '-' && { year: 'numeric' }) });
}
