'use client';

import type { MessageRecord } from '@/lib/store/schema';
import { LinkDialog } from './LinkDialog';
import { LinksDialog } from './LinksDialog';
import { SourceDialog } from './Source';
import type { Reading } from './useReading';

/** What lies over a message: its source, the question about a link, the list of links. */
export function ReadingDialogs({ record, reading }: { record: MessageRecord; reading: Reading }) {
  const { asked, setAsked, listed, setListed, links, original, setOriginal } = reading;
  return (
    <>
      {original && <SourceDialog record={record} onClose={() => setOriginal(false)} />}
      {asked && <LinkDialog {...asked} onClose={() => setAsked(null)} />}
      {listed && <LinksDialog links={links} onClose={() => setListed(false)} />}
    </>
  );
}
