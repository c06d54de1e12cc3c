import { describe, expect, test } from '@jest/globals';
import { parseInfoHash } from '../../../../common/ids.ts';
import { Storage } from '../../../../peer/limit/limit.ts';

const hash = (digit: number) => parseInfoHash(String(digit).repeat(40));

/** A library of one document of 100 bytes in its folder and one of 1,000 elsewhere. */
function aStorage(most: number): Storage {
  const documents = [
    { infoHash: hash(1), inLibrary: true, size: 100 },
    { infoHash: hash(2), inLibrary: false, size: 1000 },
  ];
  type Library = ConstructorParameters<typeof Storage>[0];
  const library = { documents: () => documents, partials: async () => [], partialPath: () => '/nowhere' };
  return new Storage(library as unknown as Library, () => most);
}

describe('Storage', () => {
  test('counts what lies in the library folder, and what running downloads will take', async () => {
    const storage = aStorage(0);
    await storage.reserve(hash(3), 'three.pdf', 50);
    expect(await storage.used()).toBe(150);
  });

  test('refuses a download that would not fit, and says what there is', async () => {
    const storage = aStorage(200);
    await expect(storage.reserve(hash(3), 'three.pdf', 101)).rejects.toMatchObject({
      code: 'ERR_LIMIT_STORAGE',
      message: "'three.pdf' needs 101 B, and 100 B of 200 B are taken: remove something, or raise maxStorage",
    });
    expect(await storage.used()).toBe(100);
  });

  test('lets only one of two have the room that is enough for one', async () => {
    const storage = aStorage(200);
    const both = [storage.reserve(hash(3), 'a.pdf', 60), storage.reserve(hash(4), 'b.pdf', 60)];
    const [first, second] = await Promise.allSettled(both);
    expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected']);
    if (first?.status === 'fulfilled') first.value();
    await expect(storage.reserve(hash(4), 'b.pdf', 60)).resolves.toBeDefined();
  });
});
