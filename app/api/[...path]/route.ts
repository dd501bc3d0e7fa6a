import { unknownRoute } from '@/lib/bridge/handler';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** Everything under `/api/` that is no route: said by us in JSON, as every other failure, and not with Next's page. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = unknownRoute();
