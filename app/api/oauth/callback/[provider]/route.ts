import { methodsNotMeant, navigationRoute } from '@/lib/bridge/handler';
import { returnFromProvider } from '@/lib/bridge/oauth/flow';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('GET');

/** The way back from a provider's page: always to the page for accounts, which finishes, or says what is wrong. */
export const GET = navigationRoute(
  async (request, { params }: { params: Promise<{ provider: string }> }, ground, proper) => {
    const { provider } = await params;
    const { searchParams } = new URL(request.url);
    const back =
      proper && (await returnFromProvider(provider, searchParams, request.headers.get('cookie'), ground));
    const account = back && back.account !== undefined ? `&account=${back.account}` : '';
    return { to: `/mail?add=1&oauth=1${account}`, cookies: back ? [back.cookie] : [] };
  },
);
