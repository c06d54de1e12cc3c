import { messagesIn } from '../../common/messages/messages.ts';
import type { GetResult, Operations, Transfer } from '../../peer/operations/operations.ts';
import { createFeed, type FoldedFeed } from '../../peer/tui/feed-fold.ts';
import type { FilesParts } from '../../peer/tui/files/files.ts';
import { PublishJob } from '../../peer/tui/files/publish-job.ts';
import type { Machine } from '../../peer/tui/machine.ts';
import type { Found } from '../../peer/tui/search/found.ts';
import { aHost, type NotingHost } from './a-host.ts';

/** Parts for the panes of the node's screen: only `operations` answer, and the feed is told what happens by the test. */
export function paneParts(
  operations: Partial<Operations> = {},
  host: NotingHost = aHost(),
): FilesParts & { readonly host: NotingHost; readonly feed: FoldedFeed; end(): void } {
  const ending = new AbortController();
  return {
    operations: operations as Operations,
    host,
    messages: messagesIn('en'),
    feed: createFeed(),
    signal: ending.signal,
    publishing: new PublishJob(operations as Operations, ending.signal),
    end: () => ending.abort(),
  };
}

/** A machine on which nothing lies and every file opens; `done` tells what was asked of it. */
export function aMachine(): Machine & { readonly done: string[] } {
  const done: string[] = [];
  const note = (what: string) => (path: string) => {
    done.push(`${what} ${path}`);
    return Promise.resolve();
  };
  return {
    done,
    opener: { open: note('open'), showInFolder: note('show') },
    disk: {
      home: '/home/ana',
      here: '/here',
      list: () => Promise.resolve([]),
      facts: () => Promise.resolve(undefined),
    },
    places: {
      pathOf: async (typed) => (typed.startsWith('/') ? typed : `/here/${typed}`),
      write: async (path) => {
        done.push(`write ${path}`);
        return true;
      },
    },
  };
}

/** A transfer that runs. */
export function aTransfer(given: Partial<Transfer> = {}): Transfer {
  return {
    id: '0a1b2c3d',
    document: 'e'.repeat(64),
    infoHash: 'a'.repeat(40),
    sha256: 'e'.repeat(64),
    name: 'Introdução à Álgebra.pdf',
    size: 2_000_000,
    pages: 100,
    state: 'running',
    verifiedBytes: 820_000,
    pagesHeld: 41,
    rate: 500_000,
    holders: 3,
    addedAt: 1000,
    path: '',
    ...given,
  };
}

/** What a download came to. */
export function aResult(given: Partial<GetResult> = {}): GetResult {
  return {
    sha256: 'e'.repeat(64),
    infoHash: 'a'.repeat(40),
    name: 'Introdução à Álgebra.pdf',
    size: 2_000_000,
    pages: 100,
    md5: 'd'.repeat(32),
    md5Ok: true,
    path: '/library/Introdução à Álgebra.pdf',
    seconds: 4,
    fetchedBytes: 2_000_000,
    holders: [
      {
        address: '192.0.2.1:8169',
        latencyMs: 0.4,
        rank: 1,
        plannedPercent: 75,
        runs: [{ firstPage: 1, lastPage: 75 }],
        bytes: 1_500_000,
        banned: false,
        reason: '',
      },
    ],
    announced: true,
    ...given,
  };
}

/** A document in a list. */
export function aFound(given: Partial<Found> = {}): Found {
  return {
    sha256: 'e'.repeat(64),
    infoHash: 'a'.repeat(40),
    md5: 'd'.repeat(32),
    name: 'Introdução à Álgebra.pdf',
    aliases: [],
    title: '',
    author: '',
    subject: '',
    keywords: '',
    pages: 100,
    size: 2_000_000,
    holders: 3,
    publishedAt: 1000,
    ...given,
  };
}
