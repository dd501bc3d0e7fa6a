'use client';

import { Check, Minus, Tag } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Action } from '@/components/actions/actions';
import { marksOf } from '@/components/actions/many';
import { accountColour } from '@/components/mailbox/avatar';
import { useStored } from '@/components/shell/useStored';
import { narrowed } from '@/components/ui/narrowed';
import { addLabel } from '@/lib/store/placeChanges';
import { same } from '@/lib/store/places';
import type { LabelId } from '@/lib/store/records/places';
import { Filtered, option } from './Filtered';
import { NewPlace } from './NewPlace';
import { takeBack } from './takeBack';
import { usePlaces } from './usePlaces';

interface Props {
  ids: readonly number[];
  onChoose: (action: Action) => void;
}

/** How many of the messages bear each label. */
async function bearing(ids: readonly number[]): Promise<Map<LabelId, number>> {
  const counts = new Map<LabelId, number>();
  for (const { labels = [] } of await marksOf(ids))
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** All labels, each on, off, or on some of the messages. A press puts it on all of them, or takes it off. */
export function LabelChoice({ ids, onChoose }: Props) {
  const t = useTranslations('organise');
  const places = usePlaces();
  const { value: counts } = useStored(
    () => bearing(ids),
    ({ kind }) => kind === 'messages' || kind === 'message',
  );
  const [text, setText] = useState('');
  const labels = places?.labels ?? [];
  const wanted = text.trim();
  const shown = narrowed(labels, text, ({ name }) => name);
  const create = async () => {
    // The colours in turn, so that two new labels look different.
    const { id } = await addLabel({ name: wanted, colour: labels.length % 8 });
    setText('');
    onChoose({ addLabels: [id], undone: () => takeBack(id) });
  };
  return (
    <Filtered label={t('filterLabel')} text={text} onText={setText}>
      {shown.map(({ id, name, colour }) => {
        const count = counts?.get(id) ?? 0;
        const state = count === 0 ? false : count >= ids.length ? true : 'mixed';
        return (
          <li key={id}>
            {/* biome-ignore lint/a11y/useSemanticElements: an input has no third state that is written in the page */}
            <button
              type="button"
              role="checkbox"
              aria-checked={state}
              data-option
              className={option}
              onClick={() => onChoose(state === true ? { removeLabels: [id] } : { addLabels: [id] })}
            >
              <span
                aria-hidden
                className={`grid size-5 shrink-0 place-items-center rounded-md border-2 [&>svg]:size-3.5 ${state ? 'border-accent bg-accent text-on-accent' : 'border-edge'}`}
              >
                {state === true && <Check strokeWidth={3} />}
                {state === 'mixed' && <Minus strokeWidth={3} />}
              </span>
              <Tag aria-hidden color={accountColour(colour)} fill={`${accountColour(colour)}40`} />
              <bdi className="min-w-0 truncate">{name}</bdi>
            </button>
          </li>
        );
      })}
      {wanted !== '' && !labels.some(({ name }) => same(name, wanted)) && (
        <NewPlace Icon={Tag} label={t('createLabel', { name: wanted })} make={create} />
      )}
    </Filtered>
  );
}
