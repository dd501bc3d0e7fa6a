/**
 * Whoever brings mail into an account, the sync from its server or an import from a file, holds the account's Web Lock:
 * each knows what is stored, and neither stores what the other is about to. The lock goes with the worker that held it.
 *
 * @param mode an import has the account for itself. Rounds share it: only the leader writes, by its epoch, and a round of
 * a worker that hangs, which nobody can end, must not hold up the next leader's
 * @param signal gives up waiting; the work itself is not ended by it
 */
export async function withAccount<Result>(
  account: string,
  mode: LockMode,
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  // Node, where the tests of the engine run, has no locks before version 24, and no second worker.
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  return locks.request(`postbag-account-${account}`, { mode, ...(signal && { signal }) }, work);
}
