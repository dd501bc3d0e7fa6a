'use client';

import './globals.css';
import { Catalogue } from '@/components/i18n/Catalogue';
import { Crash } from '@/components/shell/Crash';

/** Stands in for the whole document when a page fails, so it brings its own. */
export default function GlobalError({ error }: { error: Error }) {
  return (
    <html lang="en">
      <body>
        <Catalogue>
          <Crash error={error} />
        </Catalogue>
      </body>
    </html>
  );
}
