'use client';

import { useMemo, useRef, useState } from 'react';
import { useSteady } from '@/components/shell/useSteady';
import type { LinkTrouble } from '@/lib/mail/linkTrouble';
import type { Letter } from '@/lib/mail/types';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';
import { linksIn } from './addressesIn';
import { lettersIn } from './lettersIn';
import type { Link } from './linkOf';
import { allRemote } from './remoteCount';
import type { SanitisedMessage } from './sanitise';
import { useAuthentication } from './useAuthentication';
import { useKnown } from './useKnown';
import { useOpened } from './useOpened';
import { useRemoteImages } from './useRemoteImages';
import { troubleOf, warningsFor } from './warnings';

export type Reading = ReturnType<typeof useReading>;

const noLetters: ReadonlyMap<Letter, SanitisedMessage> = new Map();

/**
 * A message that somebody reads, wherever it is drawn: how far it is opened, what its receiving server found out, what
 * is to be warned of, its remote images, and which question lies over it.
 *
 * @param how `beside`: it stands beside another that is read; `closed`: it was, and nobody looks at it now
 */
export function useReading(
  record: MessageRecord,
  account: AccountRecord | undefined,
  how: 'read' | 'beside' | 'closed' = 'read',
) {
  const closed = how === 'closed';
  const { opened, retry, refresh } = useOpened(record, how === 'beside');
  const message = opened.state === 'ready' || opened.state === 'heavy' ? opened.message : null;
  const html = opened.state === 'ready' ? opened.html : null;
  const letters = opened.state === 'ready' ? opened.letters : noLetters;
  const drawn = useMemo(() => [...(html ? [html] : []), ...letters.values()], [html, letters]);
  const remote = useMemo(() => allRemote(drawn.map((each) => each.remote)), [drawn]);
  const shown = useMemo(() => new Set(drawn.flatMap((each) => [...each.shown])), [drawn]);
  const authentication = useAuthentication(record, message);
  const images = useRemoteImages(
    record,
    account,
    closed ? null : remote,
    authentication !== undefined && authentication?.dmarc !== 'fail',
    refresh,
  );
  const known = useKnown();
  const links = useMemo(() => {
    if (!message) return [];
    const written = [message, ...lettersIn(message)].filter((each) => !each.html);
    return [
      ...drawn.flatMap((each) => each.links),
      ...written.flatMap(({ text }) => [...linksIn(text ?? '')]),
    ];
  }, [drawn, message]);
  const warnings = useMemo(
    () => (message ? warningsFor(record, message, links, known) : []),
    [record, message, links, known],
  );
  const [asked, setAsked] = useState<{ trouble: LinkTrouble; href: string } | null>(null);
  const [listed, setListed] = useState(false);
  const [original, setOriginal] = useState(false);
  if (closed && asked !== null) setAsked(null);
  if (closed && listed) setListed(false);
  if (closed && original) setOriginal(false);
  const files = useRef<HTMLDivElement>(null);
  const sender = record.envelope.from[0]?.address ?? '';
  /** True: somebody is asked about this link before it is followed. `inner`: who sent the message inside, as it says. */
  const asks = useSteady((link: Link, inner?: string) => {
    const trouble = troubleOf(link, inner ?? sender, inner === undefined && authentication?.dmarc === 'pass');
    if (trouble) setAsked({ trouble, href: link.href });
    return trouble !== null;
  });
  return {
    ...{ opened, retry, refresh, message, html, authentication, images, links, warnings, asks },
    ...{ letters, remote, shown },
    ...{ sender, files, asked, setAsked, listed, setListed, original, setOriginal },
  };
}
