/** What comes with the folders of one's own, in one piece: see late.ts. */
export { DoneNotice } from '@/components/actions/DoneNotice';
export { SelectionActions } from '@/components/mailbox/SelectionActions';
export { SelectionHeading } from '@/components/mailbox/SelectionBar';
export { DragLayer } from './DragLayer';
export { Labels } from './Labels';
export { OrganiseDialog } from './OrganiseDialog';
export { OwnPlaces } from './OwnPlaces';
export { PinnedStrip } from './PinnedStrip';
export { PlaceDialogs } from './PlaceDialogs';
export { PlaceEmpty } from './PlaceEmpty';
