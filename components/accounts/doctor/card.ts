import type { DoctorRow } from '@/lib/contract/doctor';
import type { AccountRecord, ServerCard } from '@/lib/store/records/account';

/**
 * The card with what an examination has found out. What failed this time, or was not looked at, takes nothing away: it
 * says how things stand, and the card what the server is like.
 */
export function learned(
  before: ServerCard | undefined,
  rows: readonly DoctorRow[],
  at: number,
  outgoing: ServerCard['outgoing'],
): ServerCard {
  const news = rows.filter(({ state }) => state === 'good' || state === 'odd');
  const isNews = (old: DoctorRow) => news.some(({ side, check }) => side === old.side && check === old.check);
  // Another server for sending is looked at afresh.
  const same = before?.outgoing?.host === outgoing?.host && before?.outgoing?.port === outgoing?.port;
  const kept = (before?.rows ?? []).filter((row) => !isNews(row) && (same || row.side === 'incoming'));
  return { at, outgoing, rows: [...kept, ...news] };
}

export type Quirk =
  | 'no_uidl'
  | 'no_top'
  | 'no_pipelining'
  | 'breaks_pipelining'
  | 'no_capa'
  | 'unannounced'
  | 'ignores_deletion'
  | 'removes_itself'
  | 'hides_retrieved'
  | 'pinned';

/** What is peculiar about a server: by what was found out, by what it announced, and by what it did to mail. */
export function quirksOf(
  account: Pick<
    AccountRecord,
    'card' | 'capabilities' | 'sequential' | 'ignoresDeletion' | 'removesItself' | 'keepsRetrieved' | 'pin'
  >,
): Quirk[] {
  const { card, capabilities, sequential, ignoresDeletion, removesItself, keepsRetrieved, pin } = account;
  const own = card?.rows.filter(({ side }) => side === 'incoming') ?? [];
  const noteOf = (check: DoctorRow['check']) => own.find((row) => row.check === check)?.note;
  const breaks = sequential === true || noteOf('pipelining') === 'breaks';
  const found: Record<Quirk, boolean> = {
    pinned: pin !== undefined,
    no_capa: noteOf('capabilities') === 'no_capa',
    no_uidl: !capabilities.uidl,
    no_top: !capabilities.top,
    no_pipelining: !capabilities.pipelining,
    breaks_pipelining: breaks,
    unannounced: own.some(({ note }) => note === 'unannounced'),
    ignores_deletion: ignoresDeletion === true,
    removes_itself: removesItself === true,
    // Only known where something was retrieved, and listed again.
    hides_retrieved: keepsRetrieved === false,
  };
  return (Object.keys(found) as Quirk[]).filter((quirk) => found[quirk]);
}

/** Of EHLO's lines: the largest message that is taken, octets (RFC 1870). */
export function sizeLimitOf(capabilities: readonly string[]): number | null {
  const size = Number(capabilities.map((line) => /^SIZE (\d{1,15})$/i.exec(line)?.[1]).find(Boolean) ?? 0);
  return size > 0 ? size : null;
}
