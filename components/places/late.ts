import type { ComponentType } from 'react';
import { optional } from '@/components/shell/optional';

type Parts = typeof import('./parts');
type PropsOf<Part> = Part extends ComponentType<infer Props> ? Props & object : never;

/** A part of what keeps mail in order. All of it comes in one piece, right behind the first screen. */
export const late = <Name extends keyof Parts>(name: Name, missed?: (props: PropsOf<Parts[Name]>) => void) =>
  optional<PropsOf<Parts[Name]>>(
    () => import('./parts').then((parts) => parts[name] as unknown as ComponentType<PropsOf<Parts[Name]>>),
    missed,
  );
