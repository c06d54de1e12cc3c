import { describe, expect, test } from '@jest/globals';
import { messagesIn } from '../../../../../common/messages/messages.ts';
import { UNICODE } from '../../../../../common/terminal/glyphs.ts';
import type {
  Abortable,
  PublishEvent,
  PublishedFile,
  PublishRequest,
} from '../../../../../peer/operations/operations.ts';
import { PublishDialog } from '../../../../../peer/tui/files/publish-dialog.ts';
import { PublishJob } from '../../../../../peer/tui/files/publish-job.ts';
import { progressLines } from '../../../../../peer/tui/files/publish-view.ts';
import {
  afterEvent,
  NOTHING_PUBLISHED,
  type PublishState,
  publishedFraction,
} from '../../../../../peer/tui/files/publishing.ts';
import { aHost, textOf } from '../../../../support/a-host.ts';
import { paneParts } from '../../../../support/pane-parts.ts';
import { settled } from '../../../../support/settled.ts';

const reading = (path: string, done: number): PublishEvent => ({
  type: 'reading',
  path,
  stage: 'hashing',
  done,
  total: 100,
});
const published = (path: string, state: PublishedFile['state'] = 'new'): PublishEvent => ({
  type: 'published',
  file: {
    path,
    name: path,
    sha256: '',
    infoHash: '',
    md5: '',
    size: 1,
    pages: 1,
    mapped: true,
    reason: '',
    state,
    trackers: [],
    warnings: [],
  },
});
const refused = (path: string): PublishEvent => ({ type: 'refused', path, code: 'ERR_X', message: 'broken' });

const stateAfter = (...events: readonly PublishEvent[]): PublishState =>
  events.reduce(afterEvent, NOTHING_PUBLISHED);
const linesOf = (state: PublishState) =>
  textOf(progressLines(state, { messages: messagesIn('en'), glyphs: UNICODE, columns: 20 }));

const damaged = (path: string): PublishEvent => {
  const event = published(path);
  if (event.type !== 'published') return event;
  const warning = {
    code: 'cut-off',
    message: 'cut off; 12 of 40 pages found',
    pages: 12,
    promisedPages: 40,
  } as const;
  return { ...event, file: { ...event.file, warnings: [warning] } };
};

describe('afterEvent', () => {
  test('keeps what is wrong with a file that is published all the same', () => {
    const state = stateAfter({ type: 'counted', files: 1 }, damaged('/cut.pdf'));
    expect(state).toMatchObject({ published: 1, damaged: 1, refused: 0 });
    expect(state.troubled).toMatchObject([
      { type: 'damaged', path: '/cut.pdf', pages: 12, promisedPages: 40 },
    ]);
    expect(linesOf(state)).toContain('✓ 1 published (1 dam');
    const dialog = new PublishDialog(
      paneParts({}, aHost()),
      { state, running: false } as PublishJob,
      () => undefined,
    );
    expect(textOf(dialog.view({ columns: 80, rows: 12 }))).toContain(
      'cut.pdf: published, but cut off: 12 of 40 pages found',
    );
  });

  test('counts files, and what came of each', () => {
    const state = stateAfter(
      { type: 'counted', files: 4 },
      reading('/a', 50),
      published('/a'),
      published('/b', 'known'),
      published('/c', 'local'),
      refused('/d'),
    );
    expect(state).toMatchObject({ files: 4, published: 3, known: 1, local: 1 });
    expect(state.troubled.map(({ path }) => path)).toEqual(['/d']);
    expect(state.reading.size).toBe(0);
    expect(publishedFraction(state)).toBe(1);
  });

  test('tells which files are published without a page map, and why', () => {
    const event = published('/a');
    if (event.type !== 'published') throw new Error('not published');
    const state = stateAfter({
      type: 'published',
      file: { ...event.file, mapped: false, reason: 'damaged' },
    });
    expect(state).toMatchObject({ published: 1, unmapped: 1, refused: 0 });
    expect(state.troubled).toEqual([{ type: 'unmapped', path: '/a', code: '', message: 'damaged' }]);
  });

  test('adds the files of a second request', () => {
    const state = stateAfter({ type: 'counted', files: 4 }, { type: 'counted', files: 2 });
    expect(state.files).toBe(6);
  });

  test('keeps few of many that are read at once', () => {
    const many = Array.from({ length: 500 }, (_, at) => reading(`/${at}`, 1));
    expect(stateAfter(...many).reading.size).toBeLessThan(100);
  });
});

describe('progressLines', () => {
  test('shows how many are done, what is read, and what came of the others', () => {
    const text = linesOf(
      stateAfter(
        { type: 'counted', files: 4 },
        published('/x/a.pdf', 'known'),
        refused('/x/b.pdf'),
        reading('/x/c.pdf', 41),
      ),
    );
    expect(text).toBe(
      [
        '2 of 4 files',
        '███████████░░░░░░░░░',
        'hashing 41 %  c.pdf',
        '✓ 1 published (1 of them known already)  ✗ 1 refused',
      ].join('\n'),
    );
  });

  test('says that it looks for files before there is one', () => {
    expect(linesOf(NOTHING_PUBLISHED)).toContain('Looking for files...');
  });

  test('says how it ended', () => {
    const state = stateAfter({ type: 'counted', files: 1 }, published('/a'));
    expect(linesOf({ ...state, end: { type: 'done' } })).toContain('Done: 1 of 1 files');
    expect(linesOf({ ...state, end: { type: 'cancelled' } })).toContain('Cancelled: 1 of 1 files');
    expect(linesOf({ ...state, end: { type: 'failed', failure: new Error('node is gone') } })).toContain(
      'Stopped: node is gone',
    );
  });
});

describe('PublishJob', () => {
  function aJob(publish: (request: PublishRequest, signal: AbortSignal) => AsyncIterable<PublishEvent>) {
    const ends: (string | undefined)[] = [];
    const operations = {
      publish: (request: PublishRequest, { signal }: Abortable) => publish(request, signal),
    };
    const job = new PublishJob(operations, new AbortController().signal);
    job.onChange = () => ends.push(job.state.end?.type);
    return { job, ends };
  }
  const request = (path: string): PublishRequest => ({ paths: [path], copy: false, any: false });

  test('publishes what is asked for meanwhile after what is being published, and counts them together', async () => {
    const { job } = aJob(async function* ({ paths: [path = ''] }) {
      yield await Promise.resolve(published(path));
    });
    job.start(request('/a'));
    job.start(request('/b'));
    expect(job.running).toBe(true);
    await settled();
    await settled();
    expect(job.state).toMatchObject({ published: 2, end: { type: 'done' } });
    job.start(request('/c'));
    await settled();
    expect(job.state.published).toBe(1);
  });

  test('is cancelled with what waits', async () => {
    const paths: string[] = [];
    const { job } = aJob(async function* ({ paths: [path = ''] }, signal) {
      paths.push(path);
      yield published(path);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      throw new Error('aborted');
    });
    job.start(request('/a'));
    job.start(request('/b'));
    await settled();
    job.cancel();
    await settled();
    expect(paths).toEqual(['/a']);
    expect(job.state).toMatchObject({ published: 1, end: { type: 'cancelled' } });
  });

  test('tells why it stopped', async () => {
    // biome-ignore lint/correctness/useYield: it fails before there is anything to tell
    const { job, ends } = aJob(async function* () {
      throw await Promise.resolve(new Error('the node is gone'));
    });
    job.start(request('/a'));
    await settled();
    expect(job.state.end).toMatchObject({ type: 'failed', failure: { message: 'the node is gone' } });
    expect(ends.at(-1)).toBe('failed');
  });
});
