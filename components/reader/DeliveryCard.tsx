import { MailCheck, MailWarning } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Technical } from '@/components/ui/Technical';
import type { Delivery } from '@/lib/mail/deliveryReport';

/** A delivery report in words. */
export function DeliveryCard({ deliveries }: { deliveries: readonly Delivery[] }) {
  const t = useTranslations('delivery');
  const said = deliveries.flatMap(({ address, said }) => (said ? [`${address}: ${said}`] : []));
  return (
    <section aria-label={t('title')} className="mb-5 max-w-xl rounded-xl border border-line bg-surface p-4">
      <ul className="grid gap-2">
        {deliveries.map(({ address, action, reason }, index) => {
          const bad = action === 'failed' || action === 'delayed';
          const Icon = bad ? MailWarning : MailCheck;
          return (
            <li key={index} className="flex gap-3 text-shy">
              <Icon
                aria-hidden
                className={bad ? 'mt-0.5 size-5 shrink-0 text-warn' : 'mt-0.5 size-5 shrink-0 text-ok'}
              />
              <span className="min-w-0">
                {t(action, { address })} {bad && reason !== 'other' && t(`reason.${reason}`)}
              </span>
            </li>
          );
        })}
      </ul>
      {said.length > 0 && <Technical>{said.join('\n')}</Technical>}
    </section>
  );
}
