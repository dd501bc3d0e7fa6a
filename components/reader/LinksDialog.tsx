'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';
import { Modal } from '@/components/ui/Modal';
import { openOutside } from './frameEvents';
import { Address } from './LinkDialog';
import { type Link, troubleIn } from './linkOf';

const maxListed = 50;

/** The links of a message that do not lead to where they seem to. */
export function LinksDialog({ links, onClose }: { links: readonly Link[]; onClose: () => void }) {
  const t = useTranslations('warnings');
  const odd = links.flatMap((link) => {
    const trouble = troubleIn(link);
    return trouble ? [{ ...link, trouble }] : [];
  });
  return (
    <Modal wide title={t('linksTitle')} onClose={onClose}>
      <ul className="grid gap-3">
        {odd.slice(0, maxListed).map(({ text, href, trouble }, index) => (
          <li key={index}>
            <p className="text-shy">
              <q>
                <bdi>{text.slice(0, 200)}</bdi>
              </q>{' '}
              <span className="text-sm text-ink-2">
                {t(`link.${trouble.kind}`, { shown: trouble.shown, real: trouble.real, count: 1 })}
              </span>
            </p>
            <Address href={href} host={trouble.ascii} />
            <Button kind="quiet" className="-ms-3.5" onClick={() => openOutside(href)}>
              {t('goAnyway')}
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
