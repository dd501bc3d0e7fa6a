import type { MetadataRoute } from 'next';

/** `/manifest.webmanifest`: how Postbag looks when it is installed. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/mail',
    name: 'Postbag',
    short_name: 'Postbag',
    description: 'Read the mail of any POP3 account in the browser, also without a connection.',
    lang: 'en',
    dir: 'ltr',
    start_url: '/mail',
    scope: '/',
    display: 'standalone',
    categories: ['productivity', 'utilities'],
    theme_color: '#f6f4ef',
    background_color: '#f6f4ef',
    shortcuts: [
      { name: 'Inbox', url: '/mail?folder=inbox' },
      { name: 'Starred', url: '/mail?folder=starred' },
      { name: 'Settings', url: '/mail?settings=all' },
    ],
    icons: [
      { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
