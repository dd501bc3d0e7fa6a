import { type FileKind, fileTrouble } from '@/lib/mail/fileTrouble';
import { readable } from '@/lib/mail/hostLetters';
import { type LinkKind, type LinkTrouble, pictureLeadsAway } from '@/lib/mail/linkTrouble';
import { type SenderKind, senderTroubles } from '@/lib/mail/senderTrouble';
import type { OpenedMessage } from '@/lib/mail/types';
import type { MessageRecord } from '@/lib/store/schema';
import { type Link, troubleIn } from './linkOf';
import { hostOf } from './remoteCount';

/** What is said above a message: one sentence, and one thing to do about it. */
export type Warning =
  | { about: 'sender'; kind: Exclude<SenderKind, 'sender'>; seems: string; real: string }
  | { about: 'turned'; kind: 'subject' | 'body' }
  | { about: 'link'; kind: LinkKind; shown: string; real: string; count: number }
  | { about: 'file'; kind: FileKind; name: string; count: number };

/**
 * Why a link that was pressed is asked about; null: it is followed.
 *
 * @param sender the address that the message comes from
 * @param proved that it does, says the server that took it: then its pictures may lead where it wants
 */
export function troubleOf(link: Link, sender: string, proved: boolean): LinkTrouble | null {
  const trouble = troubleIn(link);
  if (trouble || proved) return trouble;
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  if (!pictureLeadsAway(domain, link.href, link.picture)) return null;
  const hostname = hostOf(link.href) ?? link.href;
  return { kind: 'picture', shown: '', real: readable(hostname), ascii: hostname };
}

/** Who sent a message for its author (RFC 5322 §3.6.2), where that is somebody else; empty otherwise. */
export function sentBy(
  { envelope: { from, replyTo } }: Pick<MessageRecord, 'envelope'>,
  { headers }: Pick<OpenedMessage, 'headers'>,
): string {
  const facts = { from, replyTo, headers, known: new Map<string, ReadonlySet<string>>() };
  return senderTroubles(facts).find(({ kind }) => kind === 'sender')?.real ?? '';
}

/**
 * All that is worth a warning, each kind once: the gravest sender first, then links, then files. That somebody else sent
 * a message for its author is usual, and stands among its details.
 */
export function warningsFor(
  { envelope }: Pick<MessageRecord, 'envelope'>,
  { headers, attachments, turned }: Pick<OpenedMessage, 'headers' | 'attachments' | 'turned'>,
  links: readonly Link[],
  known: ReadonlyMap<string, ReadonlySet<string>>,
): Warning[] {
  const found: Warning[] = [];
  const { from, replyTo } = envelope;
  const facts = { from, replyTo, headers, known, turned: turned?.sender !== undefined };
  for (const { kind, seems, real } of senderTroubles(facts)) {
    if (kind !== 'sender') found.push({ about: 'sender', kind, seems, real });
  }
  if (turned?.subject !== undefined) found.push({ about: 'turned', kind: 'subject' });
  if (turned?.body) found.push({ about: 'turned', kind: 'body' });
  const ofLinks = new Map<LinkKind, Extract<Warning, { about: 'link' }>>();
  for (const link of links) {
    const trouble = troubleIn(link);
    if (!trouble) continue;
    const { kind, shown, real } = trouble;
    const before = ofLinks.get(kind);
    if (before) before.count += 1;
    else ofLinks.set(kind, { about: 'link', kind, shown, real, count: 1 });
  }
  const ofFiles = new Map<FileKind, Extract<Warning, { about: 'file' }>>();
  for (const { name, type, bytes } of attachments) {
    const kind = fileTrouble(name, type, bytes);
    if (!kind) continue;
    const before = ofFiles.get(kind);
    if (before) before.count += 1;
    else ofFiles.set(kind, { about: 'file', kind, name, count: 1 });
  }
  return [...found, ...ofLinks.values(), ...ofFiles.values()];
}
