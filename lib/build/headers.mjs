import { nothingPolicy, pagePolicy, workerPolicy } from './csp.mjs';

/** @typedef {{ key: string, value: string }} Header */
/** @typedef {{ source: string, headers: Header[] }} Rule */

/**
 * Features that no part of Postbag needs. Not listed: those that Chromium knows on some systems only (bluetooth,
 * web-share), because it complains of them on the others, and people take red lines in the console for a fault.
 */
const off = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];
/** Copying an address, and a passkey that opens the vault. */
const own = ['clipboard-write', 'publickey-credentials-create', 'publickey-credentials-get'];

/** Kept by nobody, and changed by nobody on its way: what is compressed is collected first. */
const never = 'no-store, no-transform';

const everythingButNext = '/((?!_next/).*)';

/** @param {Record<string, string>} values @returns {Header[]} */
const list = (values) => Object.entries(values).map(([key, value]) => ({ key, value }));

/**
 * Headers of every response, as `headers()` in next.config.ts wants them. Where rules meet, the last one wins.
 *
 * @param {{ development: boolean }} options
 * @returns {Rule[]}
 */
export function headerRules({ development }) {
  const csp = 'Content-Security-Policy';
  return [
    {
      source: '/:path*',
      headers: list({
        [csp]: pagePolicy({ development }),
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'X-DNS-Prefetch-Control': 'off',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Permissions-Policy': [
          ...off.map((name) => `${name}=()`),
          ...own.map((name) => `${name}=(self)`),
        ].join(', '),
      }),
    },
    // A shared cache must not keep a page whose policy belongs to another build. Next marks its own files immutable.
    { source: everythingButNext, headers: list({ 'Cache-Control': 'no-cache' }) },
    {
      source: '/built/:path*',
      headers: list({ [csp]: workerPolicy, 'Cache-Control': immutable(development) }),
    },
    // The browser must always see the newest one: it is what tells the person of a new version.
    { source: '/sw.js', headers: list({ [csp]: workerPolicy }) },
    { source: '/icons/:path*', headers: list({ [csp]: nothingPolicy }) },
    { source: '/metrics', headers: list({ [csp]: nothingPolicy, 'Cache-Control': never }) },
    { source: '/api/:path*', headers: list({ [csp]: nothingPolicy, 'Cache-Control': never }) },
  ];
}

/** Names carry a hash of the contents, except in development. @param {boolean} development */
const immutable = (development) => (development ? 'no-store' : 'public, max-age=31536000, immutable');
