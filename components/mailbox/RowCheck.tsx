import { Check } from 'lucide-react';
import { classes } from '@/components/ui/classes';

interface Props {
  label: string;
  /** Null while no message is chosen: then it shows under the pointer alone. */
  checked: boolean | null;
  compact: boolean;
  onCheck: (range: boolean) => void;
}

/** Lies over the sender's picture, which a finger taps to choose the message; a mouse sees a box there. */
export function RowCheck({ label, checked, compact, onCheck }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
    <div
      role="gridcell"
      className={classes(
        'absolute start-0 top-0 grid place-items-center',
        compact ? 'h-full w-8' : 'h-14 w-15',
      )}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: an input would take the focus away from the grid */}
      <button
        type="button"
        role="checkbox"
        aria-checked={checked ?? false}
        aria-label={label}
        tabIndex={-1}
        onClick={(event) => onCheck(event.shiftKey)}
        className={classes(
          'group/check grid size-full place-items-center',
          checked === null && 'opacity-0 [@media(hover:hover)]:group-hover:opacity-100',
        )}
      >
        <span
          className={classes(
            'grid place-items-center rounded-full bg-surface group-hover:bg-hover',
            compact ? 'size-6' : 'size-10',
          )}
        >
          <span
            className={classes(
              'grid size-5 place-items-center rounded-md border-2 transition-colors duration-75',
              checked
                ? 'border-accent bg-accent text-on-accent'
                : 'border-edge group-hover/check:border-accent',
            )}
          >
            {checked && <Check aria-hidden className="size-3.5" strokeWidth={3} />}
          </span>
        </span>
      </button>
    </div>
  );
}
