import { expect, test } from '@jest/globals';
import { TrackerClient } from '../../../common/runtime/tracker-client.ts';
import { verifyUpload } from '../../../common/tracker-api/verify-upload.ts';
import type { Overview } from '../../../tracker/overview/overview.ts';
import { openSqliteStore } from '../../../tracker/store/store.ts';
import { createTracker } from '../../../tracker/tracker.ts';
import { createLab } from '../../support/lab.ts';
import { aKey, anUpload } from '../../support/publications.ts';

/** enough to be read for longer than a request takes */
const DOCUMENTS = 3_000;
const { signal } = new AbortController();

test('a screen opens while the catalog is read; whoever asks meanwhile waits and hears of all', async () => {
  await using lab = await createLab();
  const data = lab.path('tracker');
  await fill(data);

  await using other = await createTracker({ data: lab.path('other'), host: '127.0.0.1', port: 0 });
  await ask(other.url); // the first request of a process takes longer

  let atFirst = DOCUMENTS;
  let listed: Promise<{ readonly total: number }> | undefined;
  const composed = ({ urls, counts }: Overview): void => {
    atFirst = counts().documents;
    listed = ask(urls[0] ?? '');
  };
  await using tracker = await createTracker({ data, host: '127.0.0.1', port: 0, composed });

  expect(atFirst).toBeLessThan(DOCUMENTS);
  expect(tracker.overview.counts().documents).toBe(DOCUMENTS);
  expect(await listed).toMatchObject({ total: DOCUMENTS });
});

function ask(url: string): Promise<{ readonly total: number }> {
  return new TrackerClient(url, 30_000).search('document', 1, signal);
}

async function fill(folder: string): Promise<void> {
  await using store = await openSqliteStore(folder);
  const key = aKey();
  for (let from = 0; from < DOCUMENTS; from += 100) {
    const some = Array.from({ length: 100 }, (_, at) => `document ${from + at}`);
    await Promise.all(
      some.map((name) => store.publish(verifyUpload(anUpload({ key, name, content: name })), 1)),
    );
  }
}
