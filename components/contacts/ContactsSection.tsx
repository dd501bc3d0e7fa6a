'use client';

import { Download, Merge, Pencil, Search, Upload, UserPlus } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { type ChangeEvent, useRef, useState } from 'react';
import { done } from '@/components/actions/done';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { Group } from '@/components/settings/Group';
import { navigate } from '@/components/shell/useRoute';
import { useStored } from '@/components/shell/useStored';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { IconButton } from '@/components/ui/IconButton';
import { narrowed } from '@/components/ui/narrowed';
import { addressBookOf, vCardsOf } from '@/lib/mail/contacts';
import { guessed } from '@/lib/mail/guessed';
import { unturned } from '@/lib/mail/letters';
import { importContacts, mergeContacts, restoreContacts } from '@/lib/store/contactChanges';
import { readContacts } from '@/lib/store/contacts';
import type { ContactRecord } from '@/lib/store/records/contacts';
import { ContactForm } from './ContactForm';

/** More are found by typing. */
const shown = 100;
const maxFile = 20 * 1024 * 1024;

/** Whom mail comes from and goes to: found, changed, made one, brought in and taken out. */
export function ContactsSection() {
  return (
    <OrganisingTexts>
      <Contacts />
    </OrganisingTexts>
  );
}

function Contacts() {
  const t = useTranslations('contacts');
  const format = useFormatter();
  const { value, error } = useStored(readContacts, ({ kind }) => kind === 'contacts');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [form, setForm] = useState<{ contact: ContactRecord | null } | null>(null);
  const [trouble, setTrouble] = useState<'failed' | 'tooLarge' | 'noVCard' | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const all = value ?? [];
  const found = narrowed(all, text, ({ name, addresses, organisation }) =>
    [name, ...addresses, organisation].join(' '),
  );
  const picked = all.filter(({ id }) => chosen.has(id));
  const nameOf = ({ name, addresses }: ContactRecord) => unturned(name) || addresses[0] || t('noName');
  const toggle = (id: number) =>
    setChosen(
      (before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]),
    );
  const merge = async () => {
    try {
      const change = await mergeContacts(picked.map(({ id }) => id));
      setChosen(new Set());
      setTrouble(null);
      const count = change.before.length;
      if (count > 0) done('contactsMerged', count, () => restoreContacts(change));
    } catch {
      setTrouble('failed');
    }
  };
  const bring = async (event: ChangeEvent<HTMLInputElement>) => {
    const [given] = event.target.files ?? [];
    event.target.value = '';
    if (!given) return;
    if (given.size > maxFile) return setTrouble('tooLarge');
    try {
      const cards = addressBookOf(guessed(new Uint8Array(await given.arrayBuffer())));
      if (cards.length === 0) return setTrouble('noVCard');
      const { added, known, change } = await importContacts(
        cards.map(({ mails, ...card }) => ({ ...card, addresses: mails })),
      );
      setTrouble(null);
      done('contactsImported', added, () => restoreContacts(change), known);
    } catch {
      setTrouble('failed');
    }
  };
  const take = () => {
    const cards = (picked.length > 0 ? picked : all).map(({ addresses, ...card }) => ({
      ...card,
      mails: addresses,
    }));
    const address = URL.createObjectURL(new Blob([vCardsOf(cards)], { type: 'text/vcard' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'contacts.vcf';
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <Group title={t('count', { count: all.length })} text={t('text')}>
      <div className="mb-4 flex flex-wrap gap-2">
        <Button kind="primary" onClick={() => setForm({ contact: null })}>
          <UserPlus aria-hidden />
          {t('add')}
        </Button>
        <Button onClick={() => file.current?.click()}>
          <Upload aria-hidden />
          {t('import')}
        </Button>
        <input
          ref={file}
          type="file"
          accept=".vcf,text/vcard"
          hidden
          onChange={(event) => void bring(event)}
        />
        <Button disabled={all.length === 0} onClick={take}>
          <Download aria-hidden />
          {t('export', { count: picked.length })}
        </Button>
        {picked.length > 0 && (
          <Button disabled={picked.length < 2} onClick={() => void merge()}>
            <Merge aria-hidden />
            {t('merge', { count: picked.length })}
          </Button>
        )}
      </div>
      <p role="status" className="mb-2 text-bad">
        {error ? t('failed') : trouble && t(trouble)}
      </p>
      <Field
        label={t('find')}
        value={text}
        dir="auto"
        maxLength={200}
        className="mb-2 max-w-90"
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="divide-y divide-line">
        {found.slice(0, shown).map((contact) => (
          <li key={contact.id} className="flex items-center gap-3 py-1.5 max-sm:flex-wrap">
            <input
              type="checkbox"
              aria-label={t('select', { name: nameOf(contact) })}
              checked={chosen.has(contact.id)}
              onChange={() => toggle(contact.id)}
              className="size-4.5 shrink-0 accent-accent"
            />
            <span className="min-w-0 flex-1">
              <bdi className="block truncate font-semibold">{nameOf(contact)}</bdi>
              <bdi className="block truncate text-sm text-ink-3">{contact.addresses.join(', ')}</bdi>
            </span>
            <span className="text-end text-sm text-ink-2 tabular-nums max-sm:order-last max-sm:flex max-sm:w-full max-sm:flex-wrap max-sm:gap-x-2 max-sm:ps-7.5 max-sm:text-start">
              {t('messages', { count: contact.messages })}
              {contact.last !== null && (
                <span className="block text-ink-3">
                  {t('last', { date: format.dateTime(contact.last, { dateStyle: 'medium' }) })}
                </span>
              )}
            </span>
            {contact.addresses.length > 0 && (
              <IconButton
                label={t('show', { name: nameOf(contact) })}
                onClick={() =>
                  navigate({
                    q: contact.addresses.map((each) => `from:"${each}" OR to:"${each}"`).join(' OR '),
                  })
                }
              >
                <Search aria-hidden />
              </IconButton>
            )}
            <IconButton label={t('edit', { name: nameOf(contact) })} onClick={() => setForm({ contact })}>
              <Pencil aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <p className="mt-2 text-sm text-ink-3">{t('more', { count: found.length - shown })}</p>
      )}
      {form && (
        <ContactForm key={form.contact?.id ?? 'new'} contact={form.contact} onClose={() => setForm(null)} />
      )}
    </Group>
  );
}
