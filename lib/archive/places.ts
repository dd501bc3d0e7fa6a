import { addFolder, addLabel, PlaceRefused } from '@/lib/store/placeChanges';
import { readPlaces, same } from '@/lib/store/places';
import type { LabelId, OwnFolder } from '@/lib/store/records/places';
import { type Folder, folders, type SystemFolder } from '@/lib/store/schema';
import type { ManifestHead } from './manifest';

/** What an export's keys of folders and labels are called here: those of the same name, or new ones. */
export class RestoredPlaces {
  private constructor(
    readonly own: ReadonlyMap<string, OwnFolder>,
    readonly marks: ReadonlyMap<string, LabelId>,
  ) {}

  /** Makes what is not there yet. What is refused here is left out: its mail goes to the inbox. */
  static async of({
    folders: given,
    labels,
  }: Pick<ManifestHead, 'folders' | 'labels'>): Promise<RestoredPlaces> {
    const own = new Map<string, OwnFolder>();
    const marks = new Map<string, LabelId>();
    for (const { key, path, colour } of given) {
      let parent: OwnFolder | null = null;
      for (const [depth, name] of path.entries()) {
        const known = (await readPlaces()).folders;
        const found = known.find((folder) => folder.parent === parent && same(folder.name, name.trim()));
        const made: OwnFolder | null =
          found?.id ??
          (await orNull(addFolder({ name, parent, colour: depth === path.length - 1 ? colour : null }, true)))
            ?.id ??
          null;
        if (!made) break;
        parent = made;
        if (depth === path.length - 1) own.set(key, made);
      }
    }
    for (const { key, name, colour } of labels) {
      const found = (await readPlaces()).labels.find((label) => same(label.name, name.trim()));
      const label = found ?? (await orNull(addLabel({ name, colour })));
      if (label) marks.set(key, label.id);
    }
    return new RestoredPlaces(own, marks);
  }

  /** Of a folder that is not known here, of a later version perhaps, nothing is lost in the inbox. */
  folder(key: string): Folder {
    return this.own.get(key) ?? folders.find((known): known is SystemFolder => known === key) ?? 'inbox';
  }

  labels(keys: readonly string[]): LabelId[] {
    return keys.flatMap((key) => this.marks.get(key) ?? []);
  }
}

async function orNull<Made>(making: Promise<Made>): Promise<Made | null> {
  try {
    return await making;
  } catch (error) {
    if (error instanceof PlaceRefused) return null;
    throw error;
  }
}
