export type Command =
  | 'next'
  | 'previous'
  | 'open'
  | 'back'
  | 'unread'
  | 'archive'
  | 'junk'
  | 'delete'
  | 'star'
  | 'move'
  | 'copy'
  | 'label'
  | 'snooze'
  | 'pin'
  | 'select'
  | 'undo'
  | 'reply'
  | 'replyAll'
  | 'forward'
  | 'compose'
  | 'search'
  | 'help'
  /** Ctrl or ⌘ and K: the one that is no single key, and works while somebody types. */
  | 'palette';

/** What is done with the open message by its name alone. */
export type Keyless = 'images' | 'original' | 'print' | 'save' | 'copyText';

/** A key press and where it happened, free of the DOM. */
export interface Press {
  key: string;
  shift: boolean;
  /** Ctrl, Alt or Meta: those belong to browser and system. */
  modified: boolean;
  /** Lower-case tag name of the element that had the focus, e.g. `input`. */
  tag: string;
  /** Inside something that is typed into. */
  editable: boolean;
}

/** Gmail's habits. Shown by the dialog "Keyboard keys" in this order. */
export const keymap: readonly {
  command: Exclude<Command, 'palette'>;
  keys: readonly string[];
  shift?: boolean;
  area: 'reading' | 'acting';
}[] = [
  { command: 'next', keys: ['j'], area: 'reading' },
  { command: 'previous', keys: ['k'], area: 'reading' },
  { command: 'open', keys: ['o', 'Enter'], area: 'reading' },
  { command: 'back', keys: ['u', 'Escape'], area: 'reading' },
  { command: 'archive', keys: ['e'], area: 'acting' },
  { command: 'delete', keys: ['#'], area: 'acting' },
  { command: 'junk', keys: ['!'], area: 'acting' },
  { command: 'star', keys: ['s'], area: 'acting' },
  { command: 'move', keys: ['v'], area: 'acting' },
  { command: 'copy', keys: ['v'], shift: true, area: 'acting' },
  { command: 'label', keys: ['l'], area: 'acting' },
  { command: 'snooze', keys: ['b'], area: 'acting' },
  { command: 'pin', keys: ['p'], area: 'acting' },
  { command: 'select', keys: ['x'], area: 'acting' },
  { command: 'unread', keys: ['u'], shift: true, area: 'acting' },
  { command: 'undo', keys: ['z'], area: 'acting' },
  { command: 'reply', keys: ['r'], area: 'acting' },
  { command: 'replyAll', keys: ['a'], area: 'acting' },
  { command: 'forward', keys: ['f'], area: 'acting' },
  { command: 'compose', keys: ['c'], area: 'acting' },
  { command: 'search', keys: ['/'], area: 'acting' },
  { command: 'help', keys: ['?'], area: 'acting' },
];

/** Elements that do something of their own on Enter. */
const takesEnter = new Set(['a', 'button', 'summary', 'select']);
const typedInto = new Set(['input', 'textarea', 'select']);

/**
 * The command that a key press means, or null: keys are left alone while somebody types.
 *
 * @param characters false: letters and signs do nothing (WCAG 2.1.4: who speaks to the computer types many by mistake);
 *   Enter and Escape remain
 */
export function commandFor(
  { key, shift, modified, tag, editable }: Press,
  characters = true,
): Command | null {
  if (modified || editable || typedInto.has(tag)) return null;
  if (key.length === 1 && !characters) return null;
  if (key === 'Enter' && (shift || takesEnter.has(tag))) return null;
  const lower = key.length === 1 ? key.toLowerCase() : key;
  // Signs are where the layout has them: with Shift on one keyboard, without it on another.
  const sign = key.length === 1 && lower === key.toUpperCase();
  const found = keymap.find(
    (entry) => entry.keys.includes(lower) && (sign || (entry.shift ?? false) === shift),
  );
  return found?.command ?? null;
}
