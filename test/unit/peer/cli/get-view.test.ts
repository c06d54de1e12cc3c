import { describe, expect, test } from '@jest/globals';
import { progressLine, progressLines } from '../../../../peer/cli/get-progress.ts';
import { createGetView, newsLines } from '../../../../peer/cli/get-view.ts';
import type { GetEvent } from '../../../../peer/operations/operations.ts';
import { aHolder, aPlannedHolder } from '../../../support/a-holder.ts';
import { aRecorder } from '../../../support/a-recorder.ts';

function aProgress(verified: number, holders = [aHolder()]): GetEvent & { type: 'progress' } {
  return { type: 'progress', verified, size: 2_000_000, pagesHeld: 12, holders };
}

describe('progressLine', () => {
  test('tells share, size, pages, rate and time left', () => {
    expect(progressLine(aProgress(1_000_000))).toBe('50 % of 2.0 MB, 12 pages, 500.0 kB/s, 2.0 s left');
  });

  test('stays finite for an empty document and a rate of nothing', () => {
    expect(progressLine({ ...aProgress(0, []), size: 0, pagesHeld: 0 })).toBe('100 % of 0 B, 0 B/s');
  });
});

describe('progressLines', () => {
  test('gives each holder a bar of its run and cleans its reason', () => {
    const lines = progressLines(
      aProgress(1, [aHolder(), aHolder({ state: 'banned', reason: 'lied\x1b[2J' })]),
    );
    expect(lines[1]).toContain('fetching   [###############-----]  750.0 kB   500.0 kB/s');
    expect(lines[2]).toContain('banned');
    expect(lines[2]).toMatch(/lied \[2J$/);
  });
});

describe('newsLines', () => {
  test('speaks of no speed where nothing had to be fetched', () => {
    const result = {
      ...{
        sha256: '',
        infoHash: '',
        name: 'a.pdf',
        size: 2_000_000,
        pages: 1,
        md5: '',
        md5Ok: true,
        path: '/a.pdf',
      },
      ...{ seconds: 0, fetchedBytes: 0, holders: [], announced: true },
    };
    expect(newsLines({ type: 'done', result })).toEqual(['nothing to fetch: all 2.0 MB were here']);
  });

  test('shows the plan as a table with three latencies, rank, share and pages', () => {
    const holders = [
      aPlannedHolder({
        client: 'pageswarm',
        icmpMs: 0.2,
        connectMs: 0.3,
        pingMs: 0.4,
        runs: [{ firstPage: 1, lastPage: 100 }],
      }),
      aPlannedHolder({
        client: 'pageswarm',
        rank: 2,
        address: '[2001:db8::1]:8169',
        connectMs: 81.6,
        plannedPercent: 25,
        runs: [],
      }),
    ];
    expect(newsLines({ type: 'planned', holders })).toEqual([
      '#  holder              client        icmp  connect     ping  share  pages',
      '1  192.0.2.1:8169      pageswarm  0.20 ms  0.30 ms  0.40 ms   75 %  1-100',
      '2  [2001:db8::1]:8169  pageswarm        -    82 ms        -   25 %  -',
    ]);
  });

  test('names who was banned and why, and whether the MD5 is right', () => {
    expect(newsLines({ type: 'banned', address: '192.0.2.9:1', reason: 'sent wrong bytes' })).toEqual([
      'banned 192.0.2.9:1: sent wrong bytes',
    ]);
    expect(newsLines({ type: 'verified', md5: 'ab', md5Ok: false })[0]).toContain('NOT');
    const believed = newsLines({ type: 'verified', md5: 'ab', md5Ok: true, md5Believed: true });
    expect(believed[0]).toBe('every part is right; the published MD5 ab is believed');
  });
});

describe('createGetView', () => {
  test('shows progress live on a terminal and clears it for the end', () => {
    const { output, notes, lives } = aRecorder(true);
    const view = createGetView(output, () => 0);
    view.show(aProgress(1_000_000));
    view.show({ type: 'verifying' });
    expect(lives.map((lines) => lines.length)).toEqual([2, 0]);
    expect(notes).toEqual(['merged; verifying MD5']);
  });

  test('says one line in ten seconds where nobody watches', () => {
    const { output, notes } = aRecorder(false);
    let now = 0;
    const view = createGetView(output, () => now);
    for (now = 0; now < 35_000; now += 500) view.show(aProgress(now * 10));
    expect(notes).toHaveLength(3);
  });

  test('knows how much is kept', () => {
    const view = createGetView(aRecorder(false).output, () => 0);
    expect(view.kept()).toBeUndefined();
    view.show(aProgress(500));
    expect(view.kept()).toMatchObject({ verified: 500, size: 2_000_000 });
  });
});
