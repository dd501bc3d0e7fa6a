import { optional } from '@/components/shell/optional';

/** What draws the messages inside of a message comes with the first of them. */
export const Letters = optional(() => import('./Letters').then(({ Letters }) => Letters));
