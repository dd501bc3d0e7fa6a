import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './globals.css';
import en from '@/components/i18n/en.json';
import { Providers } from '@/components/shell/Providers';

export const metadata: Metadata = {
  title: en.app.name,
  description: en.app.description,
  applicationName: en.app.name,
  appleWebApp: { capable: true, title: en.app.name, statusBarStyle: 'default' },
  // Numbers and addresses in mail are not to be made into links behind its back.
  formatDetection: { telephone: false, address: false, email: false, date: false },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f4ef' },
    { media: '(prefers-color-scheme: dark)', color: '#111317' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" dir="ltr">
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
