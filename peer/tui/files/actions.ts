import { describeFailure } from '../../../common/messages/describe-failure.ts';
import type { Transfer } from '../../operations/operations.ts';
import { isWhole } from '../details/facts.ts';
import type { PaneParts } from '../pane.ts';
import type { FileEntry } from './file-entry.ts';

/** Asks, and stops sharing `entries`; asks, too, what becomes of their files. What is arriving is cancelled. */
export async function removeEntries(parts: PaneParts, entries: readonly FileEntry[]): Promise<void> {
  const { host, messages } = parts;
  const texts = messages.files;
  const [first] = entries;
  if (first === undefined) return host.say(texts.nothingChosen);
  const question = entries.length === 1 ? texts.removeOne(first.file.name) : texts.removeMany(entries.length);
  const names = entries.length === 1 ? [first.file.path] : entries.map(({ file }) => file.name);
  if (!(await host.confirm(question, names))) return;

  const onDisk = entries.filter(({ file }) => isWhole(file) || file.state === 'changed');
  const answer =
    onDisk.length === 0
      ? 0
      : await host.choose(texts.removeFile(onDisk.length), [texts.keepFile, texts.deleteFile], 0);
  if (answer === undefined) return;
  await removeAll(parts, entries, answer === 1);
}

async function removeAll(
  parts: PaneParts,
  entries: readonly FileEntry[],
  deleteFile: boolean,
): Promise<void> {
  const { host, messages } = parts;
  let [removed, deleted] = [0, 0];
  for (const entry of entries) {
    try {
      const fileDeleted = await removeOne(parts, entry, deleteFile);
      removed++;
      if (fileDeleted) deleted++;
    } catch (error) {
      host.say(messages.files.failed(entry.file.name, describeFailure(error, messages)), 'bad');
    }
  }
  const said = [
    ...(removed > 0 ? [messages.files.removed(removed)] : []),
    ...(deleted > 0 ? [messages.files.removedWithFile(deleted)] : []),
  ];
  if (removed === entries.length) host.say(said.join('; '), 'good');
}

/** @returns whether the file was deleted */
async function removeOne(
  { operations, signal }: PaneParts,
  { file, transfer }: FileEntry,
  deleteFile: boolean,
): Promise<boolean> {
  if (transfer !== undefined && !isWhole(file)) {
    await operations.cancel(transfer.id, { signal });
    return false;
  }
  const gone = file.state === 'missing';
  const removed = await operations.remove(
    { document: file.infoHash, deleteFile: deleteFile && !gone },
    { signal },
  );
  return removed.fileDeleted;
}

/** Pauses what is arriving, and lets what is paused go on. */
export async function pauseOrResume(parts: PaneParts, entries: readonly FileEntry[]): Promise<void> {
  const { operations, signal, host, messages } = parts;
  const texts = messages.files;
  await forEach(parts, entries, async ({ transfer }) => {
    switch (transfer?.state) {
      case 'running':
      case 'waiting':
        await operations.pause(transfer.id, { signal });
        return host.say(texts.paused, 'good');
      case 'paused':
      case 'failed':
        await goOn(parts, transfer);
        return host.say(texts.resumed, 'good');
      default:
        return host.say(texts.nothingToPause);
    }
  });
}

/** Fetches what is missing of `entries`. */
export async function fetchMissing(parts: PaneParts, entries: readonly FileEntry[]): Promise<void> {
  const { operations, signal, host, messages } = parts;
  await forEach(parts, entries, async ({ file, transfer }) => {
    const comes = transfer?.state === 'waiting' && transfer.nextTryAt === undefined;
    if (isWhole(file) || transfer?.state === 'running' || comes)
      return host.say(isWhole(file) ? messages.files.nothingToResume : messages.files.resumed);
    if (transfer !== undefined) await goOn(parts, transfer);
    else await operations.enqueue({ document: file.infoHash, serve: true }, { signal });
    host.say(messages.files.resumed, 'good');
  });
}

async function goOn({ operations, signal }: PaneParts, { id, state }: Transfer): Promise<void> {
  if (state === 'paused') await operations.resume(id, { signal });
  else await operations.retry(id, { signal });
}

async function forEach(
  { host, messages }: PaneParts,
  entries: readonly FileEntry[],
  work: (entry: FileEntry) => Promise<void>,
): Promise<void> {
  if (entries.length === 0) host.say(messages.files.nothingChosen);
  for (const entry of entries) {
    await work(entry).catch((error: unknown) =>
      host.say(messages.files.failed(entry.file.name, describeFailure(error, messages)), 'bad'),
    );
  }
}
