import { type Link, linkOf } from './linkOf';
import { useTextSize } from './textSize';

/** Links in text lead to what is to be read; but that itself can deceive. */
export function PlainLinks({ asks, children }: { asks: (link: Link) => boolean; children: React.ReactNode }) {
  const ask = (event: React.MouseEvent) => {
    const link = (event.target as Element).closest('a[href]');
    if (link && asks(linkOf(link))) event.preventDefault();
  };
  const [, , size] = useTextSize();
  return (
    <div onClickCapture={ask} onAuxClickCapture={ask} style={{ zoom: size }}>
      {children}
    </div>
  );
}
