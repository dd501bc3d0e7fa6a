import { headersOf } from '@/lib/rules/headers';
import { likeThis } from '@/lib/rules/like';
import { getMessages } from '@/lib/store/messages';
import { rawMessage } from '@/lib/store/raw';
import { openRule, ruleLike } from './draft';

/** Opens the form for a rule for mail like a stored message; nothing, where that has no sender. @throws where it can't be read */
export async function openRuleLike(id: number): Promise<void> {
  const [record] = await getMessages([id]);
  if (!record) return;
  const [sender] = record.envelope.from;
  const like = likeThis(headersOf(await rawMessage(record)), sender?.address ?? '');
  if (!like) return;
  const name = like.kind === 'list' ? like.value : sender?.name || sender?.address || '';
  openRule({ where: 'message', id: null, rule: ruleLike(like, name) });
}
