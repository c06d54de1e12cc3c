import { describe, expect, test } from '@jest/globals';
import type { DocumentDetails, Holder } from '../../../../common/tracker-api/publication.ts';
import { verifyUpload } from '../../../../common/tracker-api/verify-upload.ts';
import { detailLines } from '../../../../peer/cli/show.ts';
import { anUpload } from '../../../support/publications.ts';

const { publication } = verifyUpload(anUpload({ name: 'Ótica.pdf', title: 'Ótica \u001b[31m' }));

function someDetails(holderList: readonly Holder[]): DocumentDetails {
  const { sha256, infoHash, md5, name, title, author, subject, keywords, pages, size } = publication;
  const known = { sha256, infoHash, md5, name, title, author, subject, keywords, pages, size };
  return { ...known, publication, aliases: [], holders: holderList.length, publishedAt: 0, holderList };
}

describe('detailLines', () => {
  test('says how many pages each holder can show', () => {
    const lines = detailLines(
      someDetails([
        { client: 'pageswarm', addresses: ['192.0.2.1:8169'], complete: true, heldPercent: 100, ageMs: 1000 },
        {
          client: 'pageswarm',
          addresses: ['192.0.2.2:8169'],
          complete: false,
          heldPercent: 40,
          heldPages: 1,
          ageMs: 0,
        },
        { client: 'standard', addresses: ['192.0.2.3:6881'], complete: false, heldPercent: 0, ageMs: 0 },
      ]),
    );
    const rows = lines.slice(-3).map((line) => line.split(/\s{2,}/));
    expect(rows.map((row) => row[3]?.trim())).toEqual(['3', '1', '-']);
  });

  test('shows nothing that would steer the terminal', () => {
    expect(detailLines(someDetails([])).join('\n')).not.toContain('\u001b');
  });
});
