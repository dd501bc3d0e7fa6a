/**
 * Content Security Policies. The pages are static, and Next puts inline scripts into them whose text is known only
 * after the build: the build writes `scriptHashes` into the policy, and `patchManifests` (hashes.mjs) replaces it by
 * the hashes. Never `unsafe-inline` or `unsafe-eval` for scripts in production: a script that mail smuggles in must
 * find itself without a way to run, and, if it runs all the same, without a way to send anything away.
 */

/** Stands in the policy for the hashes until they are known. It matches no script, so that forgetting it fails closed. */
export const scriptHashes = "'sha256-POSTBAG+SCRIPT+HASHES+ARE+WRITTEN+HERE+BY+THE+BUILD='";

/** @param {Record<string, string>} directives @returns {string} */
const policy = (directives) =>
  Object.entries(directives)
    .map(([name, value]) => (value ? `${name} ${value}` : name))
    .join('; ');

/**
 * The pages' policy. `style-src 'unsafe-inline'` is for mail: the frame in which it is shown inherits this policy, and
 * mail without inline styles is unreadable. Frames are `srcdoc` only, which no `frame-src` governs.
 *
 * @param {{ development: boolean }} options development: hot reloading evaluates code and opens a web socket
 */
export function pagePolicy({ development }) {
  return policy({
    'default-src': "'none'",
    'script-src': development ? "'self' 'unsafe-inline' 'unsafe-eval'" : `'self' ${scriptHashes}`,
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'media-src': 'blob:',
    'connect-src': development ? "'self' ws:" : "'self'",
    'worker-src': "'self'",
    'manifest-src': "'self'",
    'frame-src': "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    ...(development
      ? {}
      : { 'require-trusted-types-for': "'script'", 'trusted-types': 'nextjs app dompurify default' }),
  });
}

/**
 * Our workers: they import their own chunks and talk to the bridge, and have no document to put anything into. The junk
 * filter's makes a policy that lets the address of one other worker through.
 */
export const workerPolicy = policy({
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': "'self'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'default',
});

/** What is no page (the bridge's answers, icons, the manifest): nothing may load from it if somebody opens it. */
export const nothingPolicy = policy({ 'default-src': "'none'", 'frame-ancestors': "'none'" });
