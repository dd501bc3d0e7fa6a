/** The mark: a post bag with an envelope's fold. Decoration beside the name, never alone. */
export function BrandMark({ className = 'size-6.5' }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="9.5" fill="var(--accent)" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M9.2 13h13.6l.8 9.4a1.8 1.8 0 0 1-1.8 2H10.2a1.8 1.8 0 0 1-1.8-2z" />
        <path d="M12.3 13v-2.2a3.7 3.7 0 0 1 7.4 0V13" />
        <path d="m9.4 16 6.6 3.9L22.6 16" />
      </g>
    </svg>
  );
}
