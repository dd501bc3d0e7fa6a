import { Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { MouseEvent } from 'react';
import { routeHref } from '@/components/shell/route';
import { navigate } from '@/components/shell/useRoute';
import { useStored } from '@/components/shell/useStored';
import type { AccountRecord } from '@/lib/store/records/account';
import { copiesElsewhere } from '@/lib/store/sameMessage';
import type { MessageRecord } from '@/lib/store/schema';

/** Says in which other accounts the same message is, with a way there. */
export function AlsoIn({ record, accounts }: { record: MessageRecord; accounts: readonly AccountRecord[] }) {
  const t = useTranslations('reader');
  const { value } = useStored(
    () => copiesElsewhere(record),
    ({ kind }) => kind === 'messages' || kind === 'accounts',
  );
  const copies = (value ?? []).flatMap((copy) => {
    const account = accounts.find(({ id }) => id === copy.account);
    return account ? [{ copy, name: account.name }] : [];
  });
  if (copies.length === 0) return null;
  const go =
    ({ folder, id, account }: MessageRecord) =>
    (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      navigate({ folder, only: account, message: id });
    };
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-2">
      <Copy aria-hidden className="size-4 shrink-0" />
      {copies.map(({ copy, name }) => (
        <a
          key={copy.id}
          href={routeHref({ folder: copy.folder, only: copy.account, message: copy.id })}
          onClick={go(copy)}
          className="font-semibold text-accent underline-offset-2 hover:underline"
        >
          {t('alsoIn', { name })}
        </a>
      ))}
    </p>
  );
}
