import { fileName } from '@/lib/mail/fileName';
import type { Attachment } from '@/lib/mail/types';
import { distinctNames } from './previews';
import { save } from './save';

/** All attachments as one archive; what packs it comes when it is wanted. */
export async function saveAll(attachments: readonly Attachment[], name: string): Promise<void> {
  const { downloadZip } = await import('client-zip');
  const names = distinctNames(attachments.map(({ name, type, bytes }) => fileName(name, type, bytes)));
  const files = attachments.map(({ bytes }, index) => ({ name: names[index] ?? `${index}`, input: bytes }));
  const zip = await downloadZip(files).arrayBuffer();
  save(
    new Uint8Array(zip),
    fileName(`${name.slice(0, 80).replaceAll(/[/\\]/g, '_')}.zip`, 'application/zip'),
  );
}
