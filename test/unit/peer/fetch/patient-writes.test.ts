import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import { PatientWrites } from '../../../../peer/fetch/patient-writes.ts';
import { settled } from '../../../support/settled.ts';

const bytes = new Uint8Array(1);

/** A disk that takes as many leaves as it has room for. */
function aDisk(options: { readonly watched?: boolean; readonly says?: boolean } = {}) {
  const { watched = true, says = true } = options;
  const told: string[] = [];
  const written: number[] = [];
  const stopping = new AbortController();
  const disk = { room: 0, asked: 0 };
  let look = (): void => undefined;
  const writes = new PatientWrites({
    write: async (leaf) => {
      disk.asked++;
      if (disk.room === 0) throw new CodedError('ERR_CONTENT_NO_SPACE', 'no room');
      disk.room--;
      written.push(leaf);
    },
    disk: watched
      ? {
          lack: async () => (says && disk.room === 0 ? '1 needed, 0 free' : undefined),
          full: (why) => void told.push(why),
          room: () => void told.push('room'),
        }
      : undefined,
    full: () => undefined,
    signal: stopping.signal,
    later: (signal) =>
      new Promise((resolve) => {
        look = resolve;
        signal.addEventListener('abort', () => resolve());
      }),
  });
  const lookAgain = async (room: number) => {
    disk.room = room;
    look();
    await settled();
  };
  return { writes, disk, told, written, stopping, lookAgain };
}

describe('PatientWrites', () => {
  test('keeps leaves for which there is no room until there is, and tells of either once', async () => {
    const { writes, told, written, lookAgain } = aDisk();
    const all = Promise.all([1, 2, 3].map((leaf) => writes.write(leaf, bytes)));
    await settled();
    expect(writes.full).toBe(true);
    await lookAgain(0);
    expect(written).toEqual([]);
    await lookAgain(3);
    await all;
    expect(new Set(written)).toEqual(new Set([1, 2, 3]));
    expect(told).toEqual(['1 needed, 0 free', 'room']);
    expect(writes.full).toBe(false);
  });

  test('does not try before there is room, where the disk says how much it has', async () => {
    const { writes, disk, lookAgain } = aDisk();
    const write = writes.write(1, bytes);
    await settled();
    for (let looks = 0; looks < 5; looks++) await lookAgain(0);
    expect(disk.asked).toBe(1);
    await lookAgain(1);
    await write;
  });

  test('tries again where the disk does not say, and complains once', async () => {
    const { writes, disk, told, lookAgain } = aDisk({ says: false });
    const write = writes.write(1, bytes);
    await settled();
    for (let looks = 0; looks < 3; looks++) await lookAgain(0);
    expect(disk.asked).toBe(4);
    await lookAgain(1);
    await write;
    expect(told).toEqual(['no room', 'room']);
  });

  test('ends with the error when nobody waits any more, or nobody watches the disk', async () => {
    const { writes, stopping } = aDisk();
    const write = writes.write(1, bytes);
    await settled();
    stopping.abort();
    await expect(write).rejects.toMatchObject({ code: 'ERR_CONTENT_NO_SPACE' });
    await expect(aDisk({ watched: false }).writes.write(1, bytes)).rejects.toMatchObject({
      code: 'ERR_CONTENT_NO_SPACE',
    });
  });
});
