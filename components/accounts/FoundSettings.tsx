import { Info, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Spinner } from '@/components/ui/Spinner';
import type { DiscoveryAnswer, FoundServer, ProviderNeed } from '@/lib/contract/discovery';

interface Props {
  domain: string | null;
  looking: boolean;
  answer: DiscoveryAnswer | null;
  /** One can sign in at the provider's own page: what its users must know of passwords does not concern them. */
  offered: boolean;
}

const ofPasswords: readonly ProviderNeed[] = ['app_password', 'own_password', 'provider_sign_in'];

/**
 * Who says what the settings are, and what has to be known of the provider before a sign-in. Its first line has its room
 * from the beginning: what comes late must not push a button away under somebody's finger.
 */
export function FoundSettings({ domain, looking, answer, offered }: Props) {
  const t = useTranslations('setup');
  const [best] = answer?.found ?? [];
  const provider = answer?.provider ?? null;
  const needs = (provider?.needs ?? []).filter((need) => !offered || !ofPasswords.includes(need));
  return (
    <div aria-live="polite" className="mt-1.5 min-h-5 text-sm text-ink-3">
      {looking && domain !== null && (
        <p className="flex animate-appear items-center gap-2">
          <Spinner className="size-4" />
          {t('looking', { domain })}
        </p>
      )}
      {!looking && best && (
        <p className="text-pretty text-shy">{t(`from.${best.source}`, { from: best.from })}</p>
      )}
      {!looking && answer?.searched && !best && domain !== null && !provider?.needs.includes('no_pop3') && (
        <p className="flex gap-2 text-pretty text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('none', { domain })}
        </p>
      )}
      {provider && needs.length > 0 && (
        <div className="mt-2 flex gap-2.5 rounded-xl bg-warn-soft px-3.5 py-2.5 text-warn">
          <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
          <div className="space-y-1.5 text-pretty">
            {needs.map((need) => (
              <p key={need}>{t(`needs.${need}`, { name: provider.name })}</p>
            ))}
            <a
              href={provider.help}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex items-center font-semibold underline underline-offset-3 max-sm:min-h-11"
            >
              {t('help', { name: provider.name })}
            </a>
          </div>
        </div>
      )}
    </div>
  );
}

/** Settings that others gave; one press puts them into the fields. */
export function OtherSettings({
  answer,
  onChoose,
}: {
  answer: DiscoveryAnswer | null;
  onChoose: (server: FoundServer) => void;
}) {
  const t = useTranslations();
  const others = answer?.found.slice(1) ?? [];
  if (others.length === 0) return null;
  return (
    <fieldset className="col-span-2">
      <legend className="mb-1.5 text-sm font-semibold">{t('setup.others')}</legend>
      <ul className="space-y-1">
        {others.map(({ incoming, source, from }) => (
          <li key={`${incoming.host} ${incoming.port}`}>
            <button
              type="button"
              onClick={() => onChoose(incoming)}
              className="w-full rounded-lg px-2.5 py-1.5 text-left text-sm hover:bg-soft max-sm:min-h-11"
            >
              <span className="block text-accent text-shy">
                {t('welcome.guess', {
                  host: incoming.host,
                  security: t(`welcome.${incoming.security}`),
                  port: String(incoming.port),
                })}
              </span>
              <span className="block text-xs text-ink-3 text-shy">{t(`setup.from.${source}`, { from })}</span>
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
