import type { useTranslations } from 'next-intl';
import { deliveriesOf } from '@/lib/mail/deliveryReport';
import { invitationsOf } from '@/lib/mail/invitation';
import type { Attachment } from '@/lib/mail/types';
import { distinctTexts } from './distinctTexts';
import { whenText } from './InvitationCards';
import { kindOf } from './kinds';

/** A card on paper: its title, and what stands on it, a line each. */
export interface PrintedCard {
  title: string;
  lines: string[];
}

/** The words of the cards, by whoever draws them. */
export interface CardWords {
  delivery: ReturnType<typeof useTranslations<'delivery'>>;
  invitation: ReturnType<typeof useTranslations<'invitation'>>;
}

/** What stands on the cards above a message, for its print: delivery reports and invitations. */
export function printedCards(
  attachments: readonly Attachment[],
  words: CardWords,
  locale: string,
): PrintedCard[] {
  const deliveries = deliveriesOf(attachments).map(({ address, action, reason }) => {
    const why = (action === 'failed' || action === 'delayed') && reason !== 'other';
    return [words.delivery(action, { address }), why ? words.delivery(`reason.${reason}`) : '']
      .join(' ')
      .trim();
  });
  const calendars = attachments.filter(({ name, type, bytes }) => kindOf(name, type, bytes) === 'calendar');
  const invitations = distinctTexts(calendars)
    .flatMap(({ text }) => invitationsOf(text))
    .map(({ method, summary, start, end, location, organizer, attendees, repeats }) => ({
      title: words.invitation(method),
      lines: [
        summary || words.invitation('noSummary'),
        start ? `${whenText(start, end, locale)}${start.zone ? ` (${start.zone})` : ''}` : '',
        repeats ? words.invitation('repeats') : '',
        location,
        organizer,
        ...attendees.map(({ who, answer }) =>
          answer ? `${who} · ${words.invitation(`answer.${answer}`)}` : who,
        ),
      ].filter((line) => line !== ''),
    }));
  return [
    ...(deliveries.length > 0 ? [{ title: words.delivery('title'), lines: deliveries }] : []),
    ...invitations,
  ];
}
