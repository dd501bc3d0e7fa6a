/** `/`: there is one page, and it is `/mail`. A handler and not a redirect in next.config.ts, which would go without our headers. */
export function GET(): Response {
  return new Response(null, { status: 307, headers: { Location: '/mail' } });
}
