import { describe, expect, test } from '@jest/globals';
import type { DocumentDetails, DocumentSummary, Holder } from '../../../../common/tracker-api/publication.ts';
import { mergeDetails, mergeHolders, mergeSummaries } from '../../../../peer/search/merge-answers.ts';
import { anUpload } from '../../../support/publications.ts';

function aHolder(fields: Partial<Holder> = {}): Holder {
  return {
    client: 'pageswarm',
    addresses: ['192.0.2.1:1'],
    complete: true,
    heldPercent: 100,
    ageMs: 10,
    ...fields,
  };
}

function aSummary(name: string, holders = 0): DocumentSummary {
  const { publication } = anUpload({ content: name, name });
  return { ...publication, aliases: [], holders, publishedAt: 0 };
}

describe('mergeSummaries', () => {
  test('keeps what is best in any list at the front, each document once, with the most holders', () => {
    const [a, b, c] = [aSummary('a'), aSummary('b'), aSummary('c')];
    const merged = mergeSummaries([
      [a, b],
      [c, { ...a, holders: 3 }],
    ]);
    expect(merged.map(({ name, holders }) => [name, holders])).toEqual([
      ['a', 3],
      ['c', 0],
      ['b', 0],
    ]);
    expect(mergeSummaries([])).toEqual([]);
  });
});

describe('mergeHolders', () => {
  test('makes one of a host that two trackers know, by the later word and with all addresses', () => {
    const early = aHolder({ hostId: 'h', complete: false, heldPercent: 5, ageMs: 9_000 });
    const late = aHolder({ hostId: 'h', addresses: ['192.0.2.1:1', '[2001:db8::1]:1'], ageMs: 100 });
    expect(mergeHolders([[early], [late]])).toEqual([late]);
    expect(mergeHolders([[late], [early]])).toEqual([late]);
  });

  test('takes a standard entry at the address of a host for that host', () => {
    const host = aHolder({ hostId: 'h' });
    const same = aHolder({ client: 'standard' });
    const other = aHolder({ client: 'standard', addresses: ['192.0.2.9:1'] });
    expect(mergeHolders([[same, other], [host]])).toEqual([other, host]);
  });

  test('leaves out who cannot be reached', () => {
    expect(mergeHolders([[aHolder({ hostId: 'h', addresses: [] })]])).toEqual([]);
  });
});

describe('mergeDetails', () => {
  test('follows the info dictionary with the most holders where trackers differ', () => {
    const details = (name: string, holderList: readonly Holder[]): DocumentDetails => {
      const { publication } = anUpload({ name });
      return { ...aSummary(name), ...publication, publication, holderList };
    };
    const crowd = [aHolder({ hostId: 'a' }), aHolder({ hostId: 'b', addresses: ['192.0.2.2:1'] })];
    const merged = mergeDetails([details('one.pdf', [aHolder()]), details('two.pdf', crowd)]);
    expect([merged?.name, merged?.holders, merged?.publication.name]).toEqual(['two.pdf', 2, 'two.pdf']);
    expect(mergeDetails([])).toBeUndefined();
  });
});
