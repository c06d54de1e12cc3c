import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CodedError } from '../../common/errors.ts';
import { formatBytes } from '../../common/text/format.ts';

/** What `stat` counts blocks in, bytes, whatever the file system. @see POSIX, `<sys/stat.h>` */
const DISK_BLOCK = 512;

/** That a disk has less room than is needed. */
interface Lack {
  /** bytes */
  readonly needed: number;
  /** bytes that this user may still write */
  readonly free: number;
  /** on the disk that is meant */
  readonly folder: string;
}

/**
 * What the disk of `folder` lacks of `needed` bytes; `undefined` when it has them, or cannot say what it has (a quota, a
 * network's disk): then writing will tell.
 */
async function lackOfRoom(folder: string, needed: number): Promise<Lack | undefined> {
  const disk = await statfs(await nearestFolder(folder)).catch(() => undefined);
  if (disk === undefined || disk.blocks === 0) return undefined;
  const free = disk.bavail * disk.bsize;
  return free < needed ? { needed, free, folder } : undefined;
}

/**
 * What the disks lack for a download of `size` bytes that grows in the file `partial` and goes to `target`, on another disk
 * perhaps. What has arrived has its room already.
 */
export async function lackForDownload(
  partial: string,
  size: number,
  target: string | undefined,
): Promise<Lack | undefined> {
  const begun = await stat(partial).catch(() => undefined);
  const needed = Math.max(0, size - (begun?.blocks ?? 0) * DISK_BLOCK);
  const lack = await lackOfRoom(dirname(partial), needed);
  if (lack !== undefined || target === undefined) return lack;
  const [here, there] = await Promise.all(
    [partial, target].map(async (path) => (await stat(await nearestFolder(dirname(path)))).dev),
  );
  return here === there ? undefined : await lackOfRoom(dirname(target), size);
}

/** A full disk, in words; `undefined` for one that lacks nothing. */
export function diskFull(lack: Lack | undefined): CodedError | undefined {
  if (lack === undefined) return undefined;
  const numbers = `${formatBytes(lack.needed)} needed, ${formatBytes(lack.free)} free`;
  const message = `the disk is full (${numbers} on ${lack.folder}): free some room; nothing that arrived is lost`;
  return new CodedError('ERR_CONTENT_NO_SPACE', message);
}

/** `folder`, or the first above it that is there. */
async function nearestFolder(folder: string): Promise<string> {
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined || dirname(path) === path) return path;
  }
}
