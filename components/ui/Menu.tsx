'use client';

import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './classes';

const row =
  'flex min-h-8.5 max-sm:min-h-11 pointer-coarse:min-h-11 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-base outline-none select-none ' +
  'data-highlighted:bg-soft data-highlighted:text-accent [&_svg]:size-4.5 [&_svg]:shrink-0 [&_svg]:text-ink-3';

/** A menu that is open when it is mounted (see lazyPopup), and opens again from its trigger. */
export function Menu({
  trigger,
  label,
  align = 'end',
  children,
}: {
  trigger: ReactElement;
  label: string;
  align?: 'start' | 'end';
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Root defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-40 min-w-52 max-w-[min(25rem,calc(100vw-1.5rem))] animate-appear rounded-xl border border-line bg-raised p-1.5 shadow-menu"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  icon,
  danger = false,
  keys,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  danger?: boolean;
  keys?: string;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item
      className={classes(row, danger && 'text-bad data-highlighted:bg-bad-soft data-highlighted:text-bad')}
      onSelect={onSelect}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      {keys && (
        <kbd aria-hidden className="ms-3 font-sans text-xs text-ink-3">
          {keys}
        </kbd>
      )}
    </DropdownMenu.Item>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="mx-1 my-1.5 h-px bg-line" />;
}

/** One of several: the chosen one bears a check mark. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  onChange: (value: Value) => void;
}) {
  return (
    <DropdownMenu.RadioGroup
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      aria-label={label}
    >
      <DropdownMenu.Label className="px-2.5 pt-1.5 pb-1 text-xs font-semibold text-ink-3">
        {label}
      </DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          className={row}
          // The menu stays, so that one can see what the choice does.
          onSelect={(event) => event.preventDefault()}
        >
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden className="text-accent!" />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
