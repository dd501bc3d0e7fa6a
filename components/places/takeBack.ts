import { here, navigate } from '@/components/shell/useRoute';
import { takeBackPlace } from '@/lib/store/placeChanges';
import type { LabelId, OwnFolder } from '@/lib/store/records/places';

/** Takes back a folder or label that was made for messages, once they are out of it; who looks at it goes to the Inbox. */
export async function takeBack(id: OwnFolder | LabelId): Promise<void> {
  if ((await takeBackPlace(id)) && here().folder === id) navigate({}, 'replace');
}
