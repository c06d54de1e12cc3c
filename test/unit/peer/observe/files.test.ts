import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { InfoHash } from '../../../../common/ids.ts';
import { silentLog } from '../../../../common/runtime/log.ts';
import type { Content } from '../../../../peer/content/content.ts';
import type { Library, LibraryDocument } from '../../../../peer/library/library.ts';
import { type FilesParts, filesPart } from '../../../../peer/observe/files.ts';
import type { PartReader } from '../../../../peer/observe/part.ts';
import { TrafficBook } from '../../../../peer/swarm/traffic.ts';

const hashOf = (name: string) => Buffer.from(name).toString('hex').padEnd(40, '0') as InfoHash;

function aDocument(name: string): LibraryDocument {
  const infoHash = hashOf(name);
  return { infoHash, name, size: 1_000, pages: 4, uploadedBytes: 0 } as unknown as LibraryDocument;
}

/** A node without disk or network. */
class ANode {
  documents: LibraryDocument[] = [];
  downloads: Content[] = [];
  readonly traffic = new TrafficBook();
  readonly lost = new Set<string>();
  readonly holders = new Map<InfoHash, number>();
  looks = 0;

  download(name: string, heldBytes: number): Content {
    const info = { infoHash: hashOf(name), name, length: 1_000 };
    const description = { info, layout: { pageCount: 4 } };
    return { description, path: `/partial/${name}`, heldBytes, heldPages: 1 } as unknown as Content;
  }

  open(): { reader: PartReader; news(): Promise<Record<string, unknown>[]> } {
    const library = {
      documents: () => [...this.documents],
      get: (infoHash: InfoHash) => this.documents.find((one) => one.infoHash === infoHash),
      partials: async () => [],
      state: async ({ name }: LibraryDocument) => {
        this.looks++;
        return this.lost.has(name) ? 'missing' : 'serving';
      },
    } as unknown as Library;
    const parts: FilesParts = {
      library,
      shelf: { downloads: () => this.downloads } as unknown as FilesParts['shelf'],
      checks: () => false,
      serves: (infoHash) =>
        this.documents.some((one) => one.infoHash === infoHash && !this.lost.has(one.name)),
      traffic: this.traffic,
      trackers: [],
      holdersOf: (infoHash) => this.holders.get(infoHash),
      log: silentLog,
    };
    const reader = filesPart(parts).open(() => undefined);
    const news = async () => {
      await jest.advanceTimersByTimeAsync(1_000);
      const { event } = reader.next() ?? {};
      if (event?.part !== 'files') return [];
      return [...event.changed.map((row) => ({ ...row })), ...event.removed.map((removed) => ({ removed }))];
    };
    return { reader, news };
  }
}

describe('filesPart', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());

  test('tells whole documents once, and then what changes', async () => {
    const node = new ANode();
    node.documents = [aDocument('a'), aDocument('b')];
    node.holders.set(hashOf('a'), 3);
    const { reader, news } = node.open();
    expect(await news()).toMatchObject([
      { name: 'a', state: 'serving', holders: 3, pagesHeld: 4, upRate: 0, ratio: 0 },
      { name: 'b', state: 'serving', holders: 0 },
    ]);
    expect(await news()).toEqual([]);

    node.traffic.of(hashOf('b')).up.add(500, performance.now());
    node.documents[1] = { ...aDocument('b'), uploadedBytes: 500 };
    expect(await news()).toMatchObject([{ name: 'b', ratio: 0.5, uploadedBytes: 500 }]);
    node.documents = [aDocument('b')];
    expect(await news()).toContainEqual({ removed: hashOf('a') });
    reader.close();
  });

  test('looks at the files now and then only, and at once at one that was found lost', async () => {
    const node = new ANode();
    node.documents = [aDocument('a'), aDocument('b')];
    const { reader, news } = node.open();
    await news();
    await jest.advanceTimersByTimeAsync(25_000);
    expect(node.looks).toBe(2);
    node.lost.add('a');
    expect(await news()).toMatchObject([{ name: 'a', state: 'missing' }]);
    expect(node.looks).toBe(3);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(node.looks).toBe(5);
    reader.close();
  });

  test('follows a download from its first bytes to the library', async () => {
    const node = new ANode();
    const { reader, news } = node.open();
    expect(await news()).toEqual([]);
    node.downloads = [node.download('a', 410)];
    node.traffic.of(hashOf('a')).down.add(410, performance.now());
    expect(await news()).toMatchObject([{ name: 'a', state: 'fetching', heldPercent: 41, pagesHeld: 1 }]);
    node.downloads = [];
    node.documents = [aDocument('a')];
    expect(await news()).toMatchObject([{ name: 'a', state: 'serving', heldPercent: 100, pagesHeld: 4 }]);
    reader.close();
  });

  test('leaves no timer behind', async () => {
    const node = new ANode();
    const { reader, news } = node.open();
    await news();
    expect(jest.getTimerCount()).toBeGreaterThan(0);
    reader.close();
    await jest.advanceTimersByTimeAsync(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
