'use client';

import { type ReactNode, useRef } from 'react';
import { Button } from '@/components/ui/Button';

/** A button that opens the system's dialog for files. The input is there for tests and for programs that fill it in. */
export function FileButton({
  label,
  icon,
  busy,
  multiple = false,
  onFiles,
}: {
  label: string;
  icon: ReactNode;
  busy: boolean;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button busy={busy} onClick={() => input.current?.click()}>
        {icon}
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        aria-label={label}
        multiple={multiple}
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen again.
          event.target.value = '';
          if (files.length > 0 && !busy) onFiles(files);
        }}
      />
    </>
  );
}
