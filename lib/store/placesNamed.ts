import { fold } from '@/lib/mail/fold';
import { type Places, pathOf } from './places';
import type { LabelId, OwnFolder } from './records/places';

/**
 * What a name in a query means: `work`, `clients/acme`, a label; all that fit. Case makes no difference, nor do accents
 * where nothing is spelt so: names that differ by an accent may be two folders.
 */
export function placesNamed({ folders, labels }: Places, name: string): (OwnFolder | LabelId)[] {
  const fitting = (spelt: (text: string) => string) => {
    const wanted = spelt(name);
    const is = (text: string) => spelt(text) === wanted;
    const own = folders.filter((folder) => is(folder.name) || is(pathOf(folders, folder.id).join('/')));
    return [...own.map(({ id }) => id), ...labels.filter((label) => is(label.name)).map(({ id }) => id)];
  };
  const exact = fitting((text) => text.toLowerCase());
  return exact.length > 0 ? exact : fitting(fold);
}
