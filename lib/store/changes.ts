/** What a tab must hear of. `outdated`: a newer version of Postbag took the database over, reload. */
export type Change =
  | { kind: 'accounts' }
  /** `unruled`: the rules are to see some of them. */
  | { kind: 'messages'; account: string; added: number; unruled?: true }
  | { kind: 'message'; id: number }
  /** How often mail is checked for. */
  | { kind: 'checking' }
  /** What is to leave an account's server, or has left it. */
  | { kind: 'deletions'; account: string }
  /** A count of what stands here alone, or a verified export. */
  | { kind: 'safety' }
  /** What the bridge did for an account. */
  | { kind: 'sessions'; account: string }
  | { kind: 'rules' }
  | { kind: 'contacts' }
  /** Folders of the user's own, or labels. */
  | { kind: 'places' }
  /** How long mail stays. */
  | { kind: 'retention' }
  /** More mail can be found by a search, or what is gone no longer; or the index is to be built anew. */
  | { kind: 'index'; rebuild?: true }
  /** Whose mail is junk, what the filter has learned or is to, and whether it acts. */
  | { kind: 'junk' }
  | { kind: 'outdated' };

type Listener = (change: Change) => void;

const listeners = new Set<Listener>();
let channel: BroadcastChannel | null = null;

function open(): BroadcastChannel {
  if (!channel) {
    channel = new BroadcastChannel('postbag-changes');
    channel.onmessage = (event: MessageEvent<Change>) => deliver(event.data);
  }
  return channel;
}

function deliver(change: Change): void {
  for (const listener of listeners) listener(change);
}

/** Calls `listener` after every committed change, of this tab or worker and of all others. Returns the way out. */
export function onChange(listener: Listener): () => void {
  open();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Tells every tab, this one included. Call it after the transaction is complete, never before. */
export function announce(change: Change): void {
  deliver(change);
  open().postMessage(change);
}

/** To this tab alone. */
export function announceHere(change: Change): void {
  deliver(change);
}
