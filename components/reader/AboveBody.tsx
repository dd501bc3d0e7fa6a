'use client';

import { useMemo } from 'react';
import type { Action } from '@/components/actions/actions';
import { AfterPaint } from '@/components/shell/AfterPaint';
import { optional } from '@/components/shell/optional';
import { deliveriesOf } from '@/lib/mail/deliveryReport';
import { wrappingOf } from '@/lib/mail/envelopes';
import { unsubscribeOf } from '@/lib/mail/unsubscribe';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';
import { DamageNote } from './DamageNote';
import { DeliveryCard } from './DeliveryCard';
import { HeaderOnly } from './HeaderOnly';
import { kindOf } from './kinds';
import { ListNote } from './ListNote';
import { RemoteNote } from './RemoteNote';
import type { Reading } from './useReading';
import { Warnings } from './Warnings';
import { WrappingNote } from './WrappingNote';

/** What reads calendars comes with the first invitation. */
const InvitationCards = optional(() =>
  import('./InvitationCards').then(({ InvitationCards }) => InvitationCards),
);

/** What the junk filter thought, where it thought anything. */
const JunkNote = optional(() => import('./JunkNote').then(({ JunkNote }) => JunkNote));

/** And what reads vCards with the first of those. */
const ContactCards = optional(() => import('./ContactCards').then(({ ContactCards }) => ContactCards));

interface Props {
  record: MessageRecord;
  reading: Reading;
  account: AccountRecord | undefined;
  onDetails: () => void;
  /** Null where nothing can be done with the message from here. */
  onAction: ((action: Action) => void) | null;
}

/** What is said of a message before its words, and what it brings beside them: the same wherever a message is read. */
export function AboveBody({ record, reading, account, onDetails, onAction }: Props) {
  const { message, remote, authentication, files } = reading;
  const ways = useMemo(
    () => (message ? unsubscribeOf(message.headers, authentication ?? null) : null),
    [message, authentication],
  );
  const wrapping = useMemo(() => (message ? wrappingOf(message) : null), [message]);
  const deliveries = useMemo(() => (message ? deliveriesOf(message.attachments) : []), [message]);
  const [calendars, contacts] = useMemo(() => {
    const of = (kind: string) =>
      message?.attachments.filter(({ name, type, bytes }) => kindOf(name, type, bytes) === kind) ?? [];
    return [of('calendar'), of('contact')];
  }, [message]);
  const [sender] = record.envelope.from;
  return (
    <>
      {ways && (
        <ListNote
          key={`list ${record.id}`}
          ways={ways}
          sender={sender?.name || sender?.address || ''}
          account={account}
        />
      )}
      <Warnings
        warnings={reading.warnings}
        onDetails={onDetails}
        onOriginal={() => reading.setOriginal(true)}
        onLinks={() => reading.setListed(true)}
        onFiles={() => files.current?.scrollIntoView({ block: 'center' })}
      />
      {reading.opened.state !== 'opening' && (
        <AfterPaint key={`junk ${record.id}`}>
          <JunkNote record={record} onAction={onAction} />
        </AfterPaint>
      )}
      {record.damaged !== undefined && <DamageNote record={record} account={account} />}
      {record.headerOf !== undefined && (
        <HeaderOnly key={`header ${record.id}`} record={record} octets={record.headerOf} account={account} />
      )}
      {wrapping && <WrappingNote wrapping={wrapping} />}
      {remote && <RemoteNote remote={remote} images={reading.images} />}
      <div className="mt-5 empty:hidden">
        {deliveries.length > 0 && <DeliveryCard deliveries={deliveries} />}
        {calendars.length > 0 && <InvitationCards key={`calendar ${record.id}`} attachments={calendars} />}
        {contacts.length > 0 && <ContactCards key={`contact ${record.id}`} attachments={contacts} />}
      </div>
    </>
  );
}
