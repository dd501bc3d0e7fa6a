/**
 * Exports, verifies and imports, off the main thread. A worker does one task: it is started with it and ends with it, so
 * that whatever a file has done to its memory goes with it. It needs no lead: an export only reads, and an import holds
 * the lock of the account that it writes into.
 */
import { installMemoryBlob } from '@/lib/mail/memoryBlob';
import { ArchiveProblem, archiveProblem } from './errors';
import { exportMbox, exportZip, type Progress, survey } from './exportMail';
import { formatOf, Import } from './importMail';
import type { FromWorker, Outcome, Task, ToWorker } from './protocol';
import { fileSink, pour, privateSink } from './sink';
import { verifyMbox, verifyZip } from './verify';

/** People see no more than this, ms. */
const tellEvery = 100;

const stop = new AbortController();
const say = (message: FromWorker) => postMessage(message);
let importing: Import | null = null;
let toldAt = 0;

function tell(progress: Progress): void {
  const now = performance.now();
  if (now - toldAt < tellEvery) return;
  toldAt = now;
  say({ kind: 'progress', progress });
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'stop') stop.abort();
  else void perform(data.task);
});

async function perform(task: Task): Promise<void> {
  try {
    say({ kind: 'done', outcome: await outcomeOf(task) });
  } catch (error) {
    const partly = importing?.result ?? null;
    if (stop.signal.aborted) return say({ kind: 'stopped', partly });
    const { code, detail } = archiveProblem(error);
    say({ kind: 'failed', code, detail, partly });
  }
}

async function outcomeOf(task: Task): Promise<Outcome> {
  const now = Date.now();
  switch (task.kind) {
    case 'survey':
      return { kind: 'survey', ...(await survey(task.selection)) };
    case 'export': {
      const { format, selection, handle } = task;
      const sink = await (handle ? fileSink(handle) : privateSink(`${now}.${format}`));
      const { stream, result } =
        format === 'zip' ? exportZip(selection, now, tell) : exportMbox(selection, tell);
      const file = await pour(stream, sink, stop.signal);
      return { kind: 'export', format, file, ...result };
    }
    case 'verify': {
      const format = await formatOf(task.file);
      if (format === 'message') throw new ArchiveProblem('unknown_format', task.file.name);
      const found =
        format === 'zip'
          ? await verifyZip(task.file, now, tell, stop.signal)
          : await verifyMbox(task.file, tell, stop.signal);
      return { kind: 'verify', ...found };
    }
    case 'import': {
      // Only here: an export makes real blobs.
      installMemoryBlob();
      importing = new Import(task, now, tell, stop.signal);
      return { kind: 'import', ...(await importing.run()) };
    }
  }
}
