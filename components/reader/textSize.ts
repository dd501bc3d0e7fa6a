import { useSetting } from '@/components/settings/stored';

const sizes = { normal: 1, small: 0.9, large: 1.2, larger: 1.5 } as const;

export type TextSize = keyof typeof sizes;

/** How large mail is written on this device: the choice, how to make another, and its factor. */
export function useTextSize(): [TextSize, (size: TextSize) => void, number] {
  const [size, choose] = useSetting<TextSize>('text', ['normal', 'small', 'large', 'larger']);
  return [size, choose, sizes[size]];
}
