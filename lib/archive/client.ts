import type { ArchiveCode } from './errors';
import type { Progress } from './exportMail';
import type { ImportResult } from './importMail';
import type { FromWorker, Outcome, Task, ToWorker } from './protocol';

/** The one task that a tab has running, or had last. */
export type TaskState =
  | { phase: 'none' }
  | { phase: 'running'; task: Task; progress: Progress; stopping: boolean }
  | { phase: 'done'; task: Task; outcome: Outcome }
  | { phase: 'stopped'; task: Task; partly: ImportResult | null }
  | { phase: 'failed'; task: Task; code: ArchiveCode; detail: string; partly: ImportResult | null };

const none: TaskState = { phase: 'none' };
let state: TaskState = none;
let worker: Worker | null = null;
const listeners = new Set<() => void>();

function set(next: TaskState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** As `useSyncExternalStore` wants it: a task goes on when the screen that shows it is closed. */
export const tasks = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  state: (): TaskState => state,
  /** Starts a task, unless one is running. */
  start(task: Task): void {
    if (state.phase === 'running') return;
    const start: Progress = { done: 0, total: 0, octets: 0, octetsTotal: 0 };
    set({ phase: 'running', task, progress: start, stopping: false });
    addEventListener('beforeunload', warn);
    worker = run(task, (message) => hear(task, message));
  },
  /** Asks for its end: what is complete stays. */
  stop(): void {
    if (state.phase !== 'running') return;
    set({ ...state, stopping: true });
    worker?.postMessage({ kind: 'stop' } satisfies ToWorker);
  },
  /** Forgets how the last one ended. */
  clear(): void {
    if (state.phase !== 'running') set(none);
  },
};

/** Asks something small, beside whatever runs. Rejects with an Error when it fails. */
export function ask(task: Task): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const asked = run(task, (message) => {
      if (message.kind === 'progress') return;
      asked.terminate();
      if (message.kind === 'done') resolve(message.outcome);
      else reject(new Error(message.kind === 'failed' ? message.code : 'stopped'));
    });
  });
}

function run(task: Task, hear: (message: FromWorker) => void): Worker {
  const url = process.env.NEXT_PUBLIC_ARCHIVE_WORKER;
  if (!url) throw new Error('built without the archive worker');
  const started = new Worker(url, { type: 'module', name: 'postbag-archive' });
  started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data));
  started.addEventListener('error', (event) => {
    event.preventDefault();
    hear({
      kind: 'failed',
      code: 'failed',
      detail: event.message ?? 'the worker did not start',
      partly: null,
    });
  });
  started.postMessage({ kind: 'run', task } satisfies ToWorker);
  return started;
}

function hear(task: Task, message: FromWorker): void {
  if (message.kind === 'progress') {
    if (state.phase === 'running') set({ ...state, progress: message.progress });
    return;
  }
  worker?.terminate();
  worker = null;
  removeEventListener('beforeunload', warn);
  if (message.kind === 'done') set({ phase: 'done', task, outcome: message.outcome });
  else if (message.kind === 'stopped') set({ phase: 'stopped', task, partly: message.partly });
  else set({ ...message, phase: 'failed', task });
}

/** Closing the tab would end it half way. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
