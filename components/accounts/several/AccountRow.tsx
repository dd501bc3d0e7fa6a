import { Check, CircleDashed, Info, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Field } from '@/components/ui/Field';
import { Spinner } from '@/components/ui/Spinner';
import { domainOf } from '../guessSettings';
import { toldAs } from '../told';
import type { ListedAccount } from './parseList';
import type { RowState } from './useSeveral';

interface Props {
  row: ListedAccount;
  state: RowState;
  /** The list holds no password for it. */
  typed: boolean;
  onPassword: (password: string) => void;
}

/** One account of the list: its password where that is missing, and what became of it. */
export function AccountRow({ row, state, typed, onPassword }: Props) {
  const t = useTranslations('several');
  const asks = typed && row.problem === null && !['added', 'known', 'no-pop3'].includes(state.phase);
  return (
    <li className="px-3.5 py-3">
      <div className="flex items-start gap-2.5">
        <RowIcon row={row} state={state} />
        <div className="min-w-0 flex-1">
          <bdi dir="ltr" className="block text-shy font-semibold">
            {row.address || t('line', { line: row.line })}
          </bdi>
          <div aria-live="polite" className="text-sm text-pretty text-ink-2 text-shy">
            <Outcome row={row} state={state} />
          </div>
        </div>
      </div>
      {asks && (
        <Field
          className="mt-2 [&_label]:wrap-anywhere"
          label={t('passwordOf', { address: row.address })}
          type="password"
          autoComplete="off"
          value={row.password}
          onChange={(event) => onPassword(event.target.value)}
        />
      )}
    </li>
  );
}

function RowIcon({ row, state: { phase } }: Pick<Props, 'row' | 'state'>) {
  const size = 'mt-0.5 size-4.5 shrink-0';
  if (row.problem !== null || ['failed', 'unsaved', 'no-pop3', 'full'].includes(phase))
    return <X aria-hidden className={`${size} text-bad`} />;
  if (phase === 'added' || phase === 'known') return <Check aria-hidden className={`${size} text-ok`} />;
  if (phase === 'provider' || phase === 'no-password')
    return <Info aria-hidden className={`${size} text-warn`} />;
  return phase === 'waiting' ? (
    <CircleDashed aria-hidden className={`${size} text-ink-3`} />
  ) : (
    <Spinner className={`${size} text-accent`} />
  );
}

function Outcome({ row, state }: Pick<Props, 'row' | 'state'>) {
  const t = useTranslations();
  if (row.problem !== null) return <p>{t(`several.problems.${row.problem}`)}</p>;
  switch (state.phase) {
    case 'waiting':
      return <p>{row.host === null ? t('several.willLook') : `${row.host}:${row.port}`}</p>;
    case 'looking':
      return <p>{t('setup.looking', { domain: domainOf(row.address) ?? row.address })}</p>;
    case 'signing':
      return <p>{t('steps.working', { host: state.host })}</p>;
    case 'added':
      return <p>{t('several.added', { host: state.host })}</p>;
    case 'known':
      return <p>{t('several.known')}</p>;
    case 'full':
      return <p>{t('several.full')}</p>;
    case 'no-password':
      return <p className="text-warn">{t('several.noPassword', { host: state.host })}</p>;
    case 'provider':
      return <p>{t('several.provider', { name: state.name })}</p>;
    case 'no-pop3':
      return <p>{t('setup.needs.no_pop3', { name: state.name })}</p>;
    case 'unsaved':
      return <p>{t('welcome.storeFailed')}</p>;
    case 'failed': {
      const key = toldAs(state.problem);
      const about = { host: state.host, port: String(state.port), domain: domainOf(row.address) ?? '' };
      return (
        <>
          <strong className="font-semibold text-bad">{t(`${key}.title`)}</strong>
          <p>{t(`${key}.hint`, about)}</p>
          {state.problem.said !== undefined && (
            <p className="mt-0.5 font-mono text-xs">{`${t('steps.said')}: ${state.problem.said}`}</p>
          )}
        </>
      );
    }
  }
}
