/** The leader says that it lives this often, ms. */
export const beatEvery = 1_000;
/** A leader that says nothing for so long is frozen or hangs: a tab that people see takes the lead from it, ms. */
const silentFor = 6_000;
/** So long a leader may be hidden before it hands over to a tab that is seen: people go back and forth, ms. */
const hiddenFor = 10_000;

/** A leader whose tab nobody sees hands over when a tab that is seen asks for the lead. */
export function handsOver(hiddenSince: number | null, now: number): boolean {
  return hiddenSince !== null && now - hiddenSince >= hiddenFor;
}

/**
 * A worker that waits for the lead takes it by force, although somebody holds the lock: its tab is seen, and the leader
 * has not been heard. (What the late leader would still write is fenced by its epoch.)
 *
 * @param heardAt when the leader was last heard, or waiting began
 */
export function takesOver(visible: boolean, heardAt: number, now: number): boolean {
  return visible && now - heardAt >= silentFor;
}
