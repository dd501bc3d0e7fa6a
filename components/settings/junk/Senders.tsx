'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { done } from '@/components/actions/done';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { IconButton } from '@/components/ui/IconButton';
import { readable } from '@/lib/mail/hostLetters';
import { chooseJunkSender, senderKey } from '@/lib/store/junk/senders';
import type { JunkSenderRecord } from '@/lib/store/records/junk';
import { Group } from '../Group';

interface Props {
  verdict: JunkSenderRecord['verdict'];
  senders: readonly JunkSenderRecord[];
}

const deeds = { blocked: 'senderBlocked', allowed: 'senderAllowed', none: 'senderFreed' } as const;

/** Whose mail is always junk, or never: a list with a field to add to it. */
export function Senders({ verdict, senders }: Props) {
  const t = useTranslations('junkFilter');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<'neither' | 'failed' | null>(null);
  const choose = (who: string, next: Props['verdict'] | null) =>
    chooseJunkSender(who, next).then(
      (before) => {
        setProblem(null);
        if (before !== next) done(deeds[next ?? 'none'], 1, () => chooseJunkSender(who, before));
      },
      () => setProblem('failed'),
    );
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (senderKey(text) === null) return setProblem('neither');
    void choose(text, verdict).then(() => setText(''));
  };
  const own = senders.filter((sender) => sender.verdict === verdict);
  return (
    <Group title={t(`${verdict}.title`)} text={t(`${verdict}.text`)}>
      <form onSubmit={add} className="flex max-w-120 flex-wrap items-end gap-2" noValidate>
        <Field
          className="min-w-50 flex-1"
          label={t('who')}
          placeholder="ada@example.org, example.org"
          value={text}
          onChange={(event) => setText(event.target.value)}
          problem={problem && t(problem)}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" className="h-11">
          {t(`${verdict}.add`)}
        </Button>
      </form>
      {own.length > 0 && (
        <ul aria-label={t(`${verdict}.title`)} className="mt-3 grid max-w-120">
          {own.map(({ who }) => (
            <li key={who} className="flex items-center gap-2 border-b border-line py-0.5 last:border-0">
              <span className="min-w-0 flex-1 truncate">{asRead(who)}</span>
              <IconButton label={t('remove', { who })} onClick={() => void choose(who, null)}>
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </Group>
  );
}

/** A domain in letters of any language, with what it is in ASCII beside it: letters may look like others. */
function asRead(who: string): string {
  const at = who.lastIndexOf('@') + 1;
  const [local, domain] = [at > 1 ? who.slice(0, at) : '', who.slice(at)];
  const read = readable(domain);
  return read === domain ? local + domain : `${local}${read} (${domain})`;
}
