'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { done } from '@/components/actions/done';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { Field, fieldBox } from '@/components/ui/Field';
import { Modal } from '@/components/ui/Modal';
import { deleteContact, restoreContacts, saveContact } from '@/lib/store/contactChanges';
import { isAddress } from '@/lib/store/contacts';
import type { ContactRecord } from '@/lib/store/records/contacts';

interface Props {
  /** Null: a new one. */
  contact: ContactRecord | null;
  onClose: () => void;
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What a person writes of a contact. */
export function ContactForm({ contact, onClose }: Props) {
  const t = useTranslations('contacts');
  const [name, setName] = useState(contact?.name ?? '');
  const [addresses, setAddresses] = useState(contact?.addresses.join('\n') ?? '');
  const [phones, setPhones] = useState(contact?.phones.join('\n') ?? '');
  const [organisation, setOrganisation] = useState(contact?.organisation ?? '');
  const [note, setNote] = useState(contact?.note ?? '');
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const mails = linesOf(addresses);
    const bad = mails.find((mail) => !isAddress(mail));
    if (bad !== undefined) return setTrouble(t('badAddress', { text: bad }));
    if (mails.length === 0 && name.trim() === '') return setTrouble(t('needed'));
    try {
      const { change } = await saveContact(
        {
          name,
          addresses: mails,
          phones: linesOf(phones),
          organisation: organisation.trim(),
          note: note.trim(),
        },
        contact?.id ?? null,
      );
      done(contact ? 'contactChanged' : 'contactAdded', 1, () => restoreContacts(change));
      onClose();
    } catch {
      setTrouble(t('failed'));
    }
  };
  const remove = async () => {
    if (!contact) return;
    try {
      const change = await deleteContact(contact.id);
      done('contactDeleted', 1, () => restoreContacts(change));
      onClose();
    } catch {
      setTrouble(t('failed'));
    }
  };
  return (
    <Modal title={t(contact ? 'editTitle' : 'addTitle')} onClose={onClose}>
      <form onSubmit={(event) => void save(event)} className="grid gap-4">
        <Field
          label={t('name')}
          data-first
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
        />
        <Lines label={t('addresses')} value={addresses} onChange={setAddresses} />
        <Lines label={t('phones')} value={phones} onChange={setPhones} />
        <Field
          label={t('organisation')}
          value={organisation}
          maxLength={200}
          onChange={(event) => setOrganisation(event.target.value)}
        />
        <Lines label={t('note')} value={note} onChange={setNote} />
        {trouble && (
          <p role="alert" className="text-bad">
            {trouble}
          </p>
        )}
        <div className="flex justify-end gap-2 max-sm:flex-col-reverse">
          {contact && (
            <Button className="me-auto text-bad! max-sm:me-0" onClick={() => void remove()}>
              {t('delete')}
            </Button>
          )}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary">
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Lines({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        maxLength={5_000}
        rows={2}
        onChange={(event) => onChange(event.target.value)}
        className={classes(fieldBox, 'h-auto! min-h-16 py-2')}
      />
    </div>
  );
}
