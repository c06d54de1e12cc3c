import { describe, expect, test } from '@jest/globals';
import type { Operations, VerifiedDocument, VerifyEvent } from '../../../../../peer/operations/operations.ts';
import { verifyEntries } from '../../../../../peer/tui/files/verify.ts';
import { aFileRow } from '../../../../support/a-file-row.ts';
import { aHost } from '../../../../support/a-host.ts';
import { aTransfer, paneParts } from '../../../../support/pane-parts.ts';

const file = aFileRow({});
const { infoHash, name } = file;

const verified = (given: Partial<VerifiedDocument> = {}): VerifyEvent => {
  const nothing = { parts: 9, wrongParts: 0, wrongBytes: 0, wrongPages: [] };
  const document = {
    infoHash,
    sha256: '',
    name,
    path: '/a',
    size: 10,
    state: 'whole',
    md5: '',
    ...nothing,
  } as const;
  return { type: 'verified', document: { ...document, ...given } };
};

/** What is said, asked and fetched when verifying tells `events`. */
async function verifying(events: readonly VerifyEvent[], confirm = true) {
  const host = aHost({ confirm });
  const fetched: string[] = [];
  const operations: Partial<Operations> = {
    async *verify() {
      yield* events;
    },
    enqueue: async ({ document }) => aTransfer({ id: String(fetched.push(document)) }),
  };
  await verifyEntries(paneParts(operations, host), [{ file, transfer: undefined }]);
  return { said: host.said, asked: host.asked, fetched };
}

describe('verifyEntries', () => {
  test('says how far it is, and that all is right', async () => {
    const reading = { type: 'reading', infoHash, name, done: 5, total: 10 } as const;
    const { said, asked } = await verifying([reading, verified()]);
    expect(said).toEqual([`Reading ${name}: 50 %`, 'Every byte is right']);
    expect(asked).toEqual([]);
  });

  test('names what is wrong, and fetches it if the answer is yes', async () => {
    const wrongPages = [1, 3, 5, 7, 9, 11].map((page) => ({
      firstPage: page,
      lastPage: page + (page === 1 ? 1 : 0),
    }));
    const damaged = verified({ state: 'damaged', wrongParts: 2, wrongPages });
    const { asked, fetched } = await verifying([damaged]);
    expect(asked).toEqual(['The file is damaged. Fetch what is wrong?']);
    expect(fetched).toEqual([infoHash]);
    expect((await verifying([damaged], false)).fetched).toEqual([]);
  });

  test('tells of one that cannot be verified', async () => {
    const refused = { type: 'refused', document: infoHash, code: 'ERR_PEER_BUSY', message: 'busy' } as const;
    const { said } = await verifying([refused]);
    expect(said.join()).toMatch(new RegExp(`^${name}: `));
  });
});
