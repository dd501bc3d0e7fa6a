import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { routeHref } from '@/components/shell/route';
import type { RowProps } from './MessageRow';
import { RowActions } from './RowActions';
import { RowCheck } from './RowCheck';
import { ComfortableShape, CompactShape } from './RowShapes';

export interface RowWords {
  sender: string;
  subject: string;
  preview: string;
  when: string;
}

interface Props
  extends Pick<
    RowProps,
    'record' | 'folder' | 'only' | 'q' | 'marker' | 'checked' | 'compact' | 'onOpen' | 'onCheck' | 'onAction'
  > {
  colour: string | null;
  words: RowWords;
}

/** All of a row that stays as it is when another one is selected, which is what happens with each press. */
export const RowContents = memo(function RowContents({
  record,
  folder,
  only,
  q,
  marker,
  checked,
  compact,
  colour,
  words,
  onOpen,
  onCheck,
  onAction,
}: Props) {
  const t = useTranslations('list');
  const Shape = compact ? CompactShape : ComfortableShape;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be a table */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row */}
      <div role="gridcell" className="h-full">
        <a
          href={routeHref({ folder, only, q, message: record.id })}
          tabIndex={-1}
          draggable={false}
          className="block h-full outline-none"
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            event.preventDefault();
            if (event.shiftKey) onCheck(record.id, true);
            else onOpen(record.id);
          }}
        >
          <Shape record={record} {...words} colour={colour} marker={marker} />
        </a>
      </div>
      <RowCheck
        label={t('rowSelect', { subject: words.subject })}
        checked={checked}
        compact={compact}
        onCheck={(range) => onCheck(record.id, range)}
      />
      <RowActions record={record} compact={compact} onAction={(action) => onAction(action, record.id)} />
    </>
  );
});
