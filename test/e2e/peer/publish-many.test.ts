import { chmod } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { connectControl } from '../../../peer/control/control.ts';
import type { PublishEvent } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { createLab } from '../../support/lab.ts';

async function published(data: string, paths: readonly string[]): Promise<PublishEvent[]> {
  const operations = await connectControl(data);
  if (operations === undefined) throw new Error('no node runs there');
  const events: PublishEvent[] = [];
  const { signal } = new AbortController();
  for await (const event of operations.publish({ paths, copy: false, any: false }, { signal }))
    events.push(event);
  return events;
}

/** What came of each file, and how often. */
function outcomes(events: readonly PublishEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const event of events) {
    const what = event.type === 'published' ? event.file.state : event.type === 'refused' ? event.code : '';
    if (what !== '') counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

describe('publish', () => {
  test('publishes 997 of 1,000 files, and says of the other three why not', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    for (let seed = 1; seed <= 997; seed++) {
      await lab.file(
        `many/${seed % 10}/${seed}.pdf`,
        aPdf({ pages: 1 + (seed % 3), bytesPerPage: 100, seed }),
      );
    }
    await lab.file('many/0/empty.pdf', '');
    await lab.file('many/5/not found.pdf', '<html>404</html>');
    await lab.file('many/9/notes.pdf', 'no header, no pages');
    const { data } = await lab.startPeer({ tracker });
    const events = await published(data, [lab.path('many')]);
    expect(events[0]).toEqual({ type: 'counted', files: 1000 });
    expect(outcomes(events)).toEqual({ new: 997, ERR_PUBLISH_EMPTY: 1, ERR_PUBLISH_NOT_A_PDF: 2 });
    const { documents } = (await lab.run(['list', '--json'], { data, tracker })).json<{
      documents: unknown[];
    }>();
    expect(documents).toHaveLength(997);
  }, 180_000);

  test('tells of each file in order: its stages, then what came of it', async () => {
    await using lab = await createLab();
    const { data } = await lab.startPeer();
    for (let seed = 1; seed <= 8; seed++) await lab.file(`many/${seed}.pdf`, aPdf({ pages: 5, seed }));
    const events = await published(data, [lab.path('many')]);
    for (let seed = 1; seed <= 8; seed++) {
      const path = lab.path('many', `${seed}.pdf`);
      const stages = events.flatMap((event) => {
        if (event.type === 'reading' && event.path === path) return [event.stage];
        return event.type === 'published' && event.file.path === path ? ['published'] : [];
      });
      expect([...new Set(stages)].join(' ')).toMatch(/^(hashing )?(text )?published$/);
      expect(stages.at(-1)).toBe('published');
    }
  }, 30_000);

  test('publishes a file once that is named twice, and the same bytes under two names as one document', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const { data } = await lab.startPeer({ tracker });
    const bytes = aPdf({ pages: 2 });
    const one = await lab.file('many/one.pdf', bytes);
    await lab.file('many/two.pdf', bytes);
    const missing = lab.path('missing.pdf');
    const events = await published(data, [one, missing, lab.path('many')]);
    expect(events[0]).toEqual({ type: 'counted', files: 3 });
    expect(outcomes(events)).toEqual({ new: 1, known: 1, ERR_PUBLISH_NOT_FOUND: 1 });
    const hashes = events.flatMap((event) => (event.type === 'published' ? [event.file.infoHash] : []));
    expect(new Set(hashes).size).toBe(1);
  }, 30_000);

  test('goes on after a file that may not be read', async () => {
    await using lab = await createLab();
    const { data } = await lab.startPeer();
    await lab.file('many/a.pdf', aPdf({ seed: 1 }));
    await chmod(await lab.file('many/b.pdf', aPdf({ seed: 2 })), 0);
    await lab.file('many/c.pdf', aPdf({ seed: 3 }));
    const states = outcomes(await published(data, [lab.path('many')]));
    // who is root may read everything
    expect([{ local: 3 }, { local: 2, ERR_PUBLISH_UNREADABLE: 1 }]).toContainEqual(states);
  }, 30_000);
});
