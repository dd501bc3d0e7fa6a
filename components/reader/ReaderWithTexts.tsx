'use client';

import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { ReadingTexts } from '@/components/i18n/ReadingTexts';
import { MessageBoundary } from './MessageBoundary';
import { Reader, type ReaderProps } from './Reader';

/** The reader as the page takes it: its texts come with it. */
export function ReaderWithTexts(props: ReaderProps) {
  return (
    <ReadingTexts>
      <OrganisingTexts>
        <MessageBoundary record={props.record} onBack={props.onBack}>
          <Reader {...props} />
        </MessageBoundary>
      </OrganisingTexts>
    </ReadingTexts>
  );
}
