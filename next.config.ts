import type { NextConfig } from 'next';
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants';
import { headerRules } from './lib/build/headers.mjs';

/** Of next-intl, as its own plugin sets it up; the plugin would want a server-side configuration as well. */
const catalogue = {
  loader: 'next-intl/extractor/catalogLoader',
  options: { messages: { format: 'json', precompile: true } },
};

/** Built and started through lib/build/run.mjs, which adds the workers, the script hashes and the service worker. */
export default function config(phase: string): NextConfig {
  return {
    turbopack: {
      root: import.meta.dirname,
      // The catalogue is compiled here, so that no parser of messages (12 KB) is sent to browsers.
      rules: {
        '*.json': { loaders: [catalogue], condition: { path: /components\/i18n\/\w+\.json$/ }, as: '*.js' },
      },
      resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
    },
    output: 'standalone',
    // The image optimiser's own library, 30 MB: nothing is optimised here (see `images`).
    outputFileTracingExcludes: { '*': ['node_modules/sharp/**', 'node_modules/@img/**'] },
    poweredByHeader: false,
    productionBrowserSourceMaps: false,
    // The optimiser fetches and decodes: attack surface that we do not need.
    images: { unoptimized: true },
    devIndicators: false,
    // Types are checked by `npm run check` and `npm test`, over everything at once: a slip in a test stops no build.
    typescript: { ignoreBuildErrors: true },
    headers: async () => headerRules({ development: phase === PHASE_DEVELOPMENT_SERVER }),
    // Next's own redirects carry none of our headers: `/mail/` is the same page as `/mail`, and `/` is app/route.ts.
    skipTrailingSlashRedirect: true,
  };
}
