import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodePageMap } from '../../../common/pdf/page-map-decode.ts';
import { createReadThreads, readDocument } from '../../../peer/publish/read-document.ts';
import type { ReadingProgress } from '../../../peer/publish/read-document-result.ts';
import { checkedPages } from '../../../peer/publish/read-document-text.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { plainPdf } from '../../support/small-pdfs.ts';
import { readVectors } from '../../support/vectors.ts';

const PIECE = 16_384;
const { signal } = new AbortController();
const threads = createReadThreads(2);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pageswarm-read-'));
});
afterAll(async () => {
  await threads[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function aFile(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('readDocument', () => {
  test('gives hashes, pieces, page map, texts and words of a PDF', async () => {
    const bytes = aPdf({ pages: 40, bytesPerPage: 5000 });
    const stages = new Set<string>();
    const onProgress = ({ stage }: ReadingProgress): void => void stages.add(stage);
    const reading = await readDocument(await aFile('a.pdf', bytes), {
      signal,
      pieceLength: PIECE,
      threads,
      onProgress,
    });

    expect(reading.size).toBe(bytes.length);
    expect(reading.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(reading.md5).toBe(createHash('md5').update(bytes).digest('hex'));
    const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, at) =>
      createHash('sha1')
        .update(bytes.subarray(at * PIECE, (at + 1) * PIECE))
        .digest(),
    );
    expect(Buffer.from(reading.pieces)).toEqual(Buffer.concat(pieces));
    expect(reading.pdf).toMatchObject({ pages: 40, reason: '' });
    expect(decodePageMap(reading.pdf?.map ?? new Uint8Array(0)).size).toBe(bytes.length);
    expect(reading.pdf?.wordsPerPage).toEqual(new Array(40).fill(4)); // Page n of 1
    expect(stages).toEqual(new Set(['hashing', 'text']));
  });

  test('reads title and author, encrypted or not', async () => {
    const { documents } = readVectors<{ documents: { name: string; pdf: string }[] }>('page-map');
    const locked = documents.filter(({ name }) => name.startsWith('aes') || name.startsWith('rc4'));
    expect(locked).toHaveLength(5);
    const files = locked.map(({ name, pdf }) => [name, Buffer.from(pdf, 'base64')] as const);
    for (const [name, bytes] of [['plain', plainPdf()] as const, ...files]) {
      const { pdf } = await readDocument(await aFile(`${name}.pdf`, bytes), {
        signal,
        pieceLength: PIECE,
        threads,
      });
      expect(pdf).toMatchObject({
        title: 'Plain (small)',
        author: 'Émile',
        pages: 3,
        reason: '',
        wordsPerPage: [1, 0, 1],
      });
    }
  });

  test('hashes what is not a PDF', async () => {
    const reading = await readDocument(await aFile('a.txt', 'words'), {
      signal,
      pieceLength: PIECE,
      threads,
    });
    expect(reading).toMatchObject({ size: 5, md5: createHash('md5').update('words').digest('hex') });
    expect(reading.pdf).toBeUndefined();
  });

  test('says why a PDF has no page map', async () => {
    const path = await aFile('broken.pdf', '%PDF-1.7\nnothing else');
    const { pdf } = await readDocument(path, { signal, pieceLength: PIECE, threads });
    expect(pdf).toMatchObject({ pages: 0, reason: 'no page tree can be found in it' });
    expect(pdf?.map).toBeUndefined();
  });

  test('refuses folders and what is not there', async () => {
    await mkdir(join(folder, 'sub'));
    const read = (name: string) => readDocument(join(folder, name), { signal, pieceLength: PIECE, threads });
    await expect(read('sub')).rejects.toMatchObject({ code: 'ERR_FILE_NOT_A_FILE' });
    await expect(read('missing')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('refuses a file that changes while it is read', async () => {
    const path = await aFile('growing.pdf', aPdf({ pages: 20 }));
    let changed: Promise<void> | undefined;
    const onProgress = (): void => {
      changed ??= appendFile(path, '%more');
    };
    const reading = readDocument(path, { signal, pieceLength: PIECE, threads, onProgress });
    await expect(reading).rejects.toMatchObject({ code: 'ERR_FILE_CHANGED' });
    await changed;
  });

  test('stops when it is cancelled', async () => {
    const path = await aFile('cancelled.pdf', aPdf({ pages: 200 }));
    const stopping = new AbortController();
    const reading = readDocument(path, { signal: stopping.signal, pieceLength: PIECE, threads });
    stopping.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});

describe('checkedPages', () => {
  test('are the first, the middle, the last and five that the digest draws', () => {
    const sha256 = `00000005${'0000000a'.repeat(3)}ffffffff${'0'.repeat(24)}`;
    expect(checkedPages(sha256, 100)).toEqual([0, 5, 10, 50, 95, 99]);
    expect(checkedPages(sha256, 1)).toEqual([0]);
  });
});
