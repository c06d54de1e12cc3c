import { describe, expect, test } from '@jest/globals';
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatLatency,
  formatPercent,
  formatRate,
  formatRuns,
  formatTimeOfDay,
} from '../../../../common/text/format.ts';

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [29_400_000, '29.4 MB'],
    [3_200_000_000, '3.2 GB'],
    [5e15, '5000.0 TB'],
  ])('shows %d as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('formatDuration', () => {
  test.each([
    [0, '0.0 s'],
    [9949, '9.9 s'],
    [9950, '10 s'],
    [59_600, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
    [356_400_000, '4 d 3 h'],
  ])('shows %d ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('formatRate', () => {
  test('is of a second', () => expect(formatRate(1_200_000)).toBe('1.2 MB/s'));
});

describe('formatDateTime', () => {
  test('is what clocks here showed', () => {
    expect(formatDateTime(new Date(2026, 10, 21, 5, 31, 7).getTime())).toBe('2026-11-21 05:31');
    expect(formatDateTime(Number.NaN)).toBe('');
  });
});

describe('formatTimeOfDay', () => {
  test('is what clocks here showed', () => {
    expect(formatTimeOfDay(new Date(2026, 10, 21, 5, 31, 7).getTime())).toBe('05:31:07');
  });
});

describe('formatLatency', () => {
  test('shows tenths only where they matter, and a dash for nothing', () => {
    expect([0.416, 9.5, 82.4].map(formatLatency)).toEqual(['0.42 ms', '9.50 ms', '82 ms']);
    expect([undefined, Number.POSITIVE_INFINITY].map(formatLatency)).toEqual(['-', '-']);
  });
});

describe('formatPercent', () => {
  test('shows the published weights as they are published', () => {
    expect([58.333333, 25, 16.666667, 100].map(formatPercent)).toEqual([
      '58.33 %',
      '25 %',
      '16.67 %',
      '100 %',
    ]);
  });
});

describe('formatRuns', () => {
  test('shows page numbers with both ends', () => {
    const runs = [
      { firstPage: 1, lastPage: 58 },
      { firstPage: 90, lastPage: 90 },
    ];
    expect(formatRuns(runs)).toBe('1-58, 90');
    expect(formatRuns([])).toBe('-');
  });
});

describe('formatCount', () => {
  test('knows one from many', () => {
    expect([0, 1, 2].map((count) => formatCount(count, 'page'))).toEqual(['0 pages', '1 page', '2 pages']);
  });
});
