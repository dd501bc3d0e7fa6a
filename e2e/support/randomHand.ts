import { type Action, changeFor, isAsking } from '@/components/actions/actions';
import { changeMany, marksOf, removeMany } from '@/components/actions/many';
import { addFolder, addLabel, deleteFolder, deleteLabel, restorePlaces } from '@/lib/store/placeChanges';
import type { LabelId, OwnFolder } from '@/lib/store/records/places';
import { wakeDue } from '@/lib/store/snooze';
import { Random } from './random';

/**
 * Runs in a page of Postbag, bundled by randomActions.ts: does at random what people do with mail, through the functions
 * that the interface calls, and in its way: the marks are read, a change is made of them and done, and undone, last first.
 */

export interface OwnPlaces {
  folders: OwnFolder[];
  labels: LabelId[];
}

export interface Task extends OwnPlaces {
  seed: number;
  actions: number;
  messages: number[];
}

export interface RandomHand {
  makePlaces: typeof makePlaces;
  act: typeof act;
}

const hour = 3_600_000;
Object.assign(globalThis, { randomHand: { makePlaces, act } satisfies RandomHand });

/** Two folders and two labels, by these names. */
async function makePlaces(): Promise<OwnPlaces> {
  const folder = async (name: string) => (await addFolder({ name, parent: null, colour: null })).id;
  const label = async (name: string) => (await addLabel({ name, colour: 1 })).id;
  return {
    folders: [await folder('Work'), await folder('Home')],
    labels: [await label('Red'), await label('Blue')],
  };
}

/** Does so many actions. @returns how many of each kind were done */
async function act({ seed, actions, messages, folders, labels }: Task): Promise<Record<string, number>> {
  const random = new Random(seed);
  const kinds: Record<string, () => Action> = {
    ...Object.fromEntries(
      (['archive', 'inbox', 'junk', 'delete', 'star', 'unread', 'pin'] as const).map((each) => [
        each,
        () => each,
      ]),
    ),
    move: () => ({ folder: random.pick(folders) }),
    copy: () => ({ folder: random.pick([...folders, 'archive' as const]), copy: true }),
    label: () => ({ addLabels: [random.pick(labels)] }),
    unlabel: () => ({ removeLabels: [random.pick(labels)] }),
    snooze: () => ({ folder: 'snoozed', until: Date.now() + random.between(1, 9) * hour }),
  };
  /** Of whole folders and labels, which come back some actions later; rare, as for good is. */
  const deletions = {
    folderDeleted: () => deleteFolder(random.pick(folders), random.pick(['archive', 'trash'] as const)),
    labelDeleted: () => deleteLabel(random.pick(labels)),
  };
  let deleted: { back: () => Promise<void>; until: number } | null = null;
  const undos: (() => Promise<unknown>)[] = [];
  const done: Record<string, number> = {};
  const count = (kind: string) => {
    done[kind] = (done[kind] ?? 0) + 1;
  };
  for (let left = actions; left > 0; ) {
    if (deleted && left <= deleted.until) {
      await deleted.back();
      deleted = null;
    }
    if (random.between(1, 20) === 1) {
      const kind = random.pick(['erase', 'folderDeleted', 'labelDeleted'] as const);
      if (kind !== 'erase' && deleted) continue;
      if (kind === 'erase') await removeMany([random.pick(messages)]);
      else {
        const gone = await deletions[kind]();
        deleted = { back: () => restorePlaces(gone), until: left - random.between(2, 9) };
      }
      count(kind);
      left -= 1;
      continue;
    }
    const undo = random.between(1, 4) === 1 ? undos.pop() : undefined;
    if (undo) {
      await undo();
      count('undo');
      left -= 1;
      continue;
    }
    const kind = random.pick(Object.keys(kinds));
    const action = kinds[kind]?.();
    const ids = [...new Set(Array.from({ length: random.between(1, 3) }, () => random.pick(messages)))];
    const change = action && !isAsking(action) ? changeFor(action, await marksOf(ids)) : null;
    // Nothing to do, as for archived mail that is to be archived: no action.
    if (!change) continue;
    const { error, undo: back } = await changeMany(ids, change);
    if (error) throw error;
    undos.push(back);
    count(kind);
    left -= 1;
    // The time of some that are snoozed has come, as the worker sees to it.
    if (random.between(1, 40) === 1) await wakeDue(Date.now() + random.between(1, 9) * hour);
  }
  await deleted?.back();
  return done;
}
