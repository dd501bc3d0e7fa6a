import type { ReactNode } from 'react';
import { Button } from '@/components/ui/Button';

interface Props {
  /** What would happen, in numbers. */
  children: ReactNode;
  /** The numbers are there. */
  ready: boolean;
  apply: string;
  cancel: string;
  onApply: () => void;
  onCancel: () => void;
}

/** What a wish would do, told before it applies, with the button that lets it. */
export function BeforeApply({ children, ready, apply, cancel, onApply, onCancel }: Props) {
  return (
    <div className="mt-2 rounded-xl border border-line bg-paper p-4 text-sm">
      <div role="status" className="text-pretty">
        {children}
      </div>
      <div className="mt-3 flex gap-2">
        <Button kind="primary" disabled={!ready} onClick={onApply}>
          {apply}
        </Button>
        <Button onClick={onCancel}>{cancel}</Button>
      </div>
    </div>
  );
}
