import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PagesReport } from '../../../peer/merge/merge.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { createLab, type Lab } from '../../support/lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(async () => await lab[Symbol.asyncDispose]());

describe('pageswarm pages', () => {
  test('reports the map of a PDF, byte by byte', async () => {
    const file = await lab.file('three.pdf', aPdf({ pages: 3 }));
    const { code, ...run } = await lab.run(['pages', file, '--json']);
    expect(code).toBe(0);
    const report = run.json<PagesReport>();
    expect(report).toMatchObject({ pages: 3, size: statSync(file).size, mapped: true, reason: '' });
    expect(report.needBytes).toHaveLength(3);
    expect(Math.min(...report.needBytes)).toBeGreaterThan(0);
    expect((await lab.run(['pages', file])).stdout).toMatch(/^pages +3$/m);
  });

  test('tells why a file has no map', async () => {
    const file = await lab.file('letter.txt', 'Dear all');
    const report = (await lab.run(['pages', file, '--json'])).json<PagesReport>();
    expect(report).toMatchObject({ mapped: false, mapBytes: 0, needBytes: [] });
    expect(report.reason).not.toBe('');
  });

  test('ends with 3 where there is no file', async () => {
    expect((await lab.run(['pages', lab.path('nothing.pdf')])).code).toBe(3);
    expect((await lab.run(['pages', lab.folder])).code).toBe(3);
  });
});

describe('pageswarm extract', () => {
  test('writes to stdout for -o -, and says so when there is no folder for the file', async () => {
    const file = await lab.file('three.pdf', aPdf({ pages: 3 }));
    const run = await lab.run(['extract', file, '--pages', '2', '-o', '-']);
    expect([run.code, run.stdout.slice(0, 5), run.stderr]).toEqual([0, '%PDF-', '']);

    const nowhere = await lab.run(['extract', file, '--pages', '2', '-o', lab.path('nowhere', 'out.pdf')]);
    expect([nowhere.code, nowhere.stderr]).toEqual([3, expect.stringContaining('ERR_CLI_NO_SUCH_FOLDER')]);
  });

  test('writes the pages that were listed', async () => {
    const file = await lab.file('twelve.pdf', aPdf({ pages: 12 }));
    const out = lab.path('some.pdf');
    const run = await lab.run(['extract', file, '--pages', '3,10-12', '-o', out, '--json']);
    expect(run.json()).toEqual({ path: out, pages: 4, bytes: statSync(out).size });
    expect((await lab.run(['pages', out, '--json'])).json()).toMatchObject({ pages: 4 });
  });

  test('replaces nothing, and refuses pages that there are not', async () => {
    const file = await lab.file('two.pdf', aPdf({ pages: 2 }));
    const out = await lab.file('precious.pdf', 'mine');
    expect((await lab.run(['extract', file, '--pages', '1', '-o', out])).code).toBe(13);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    const beyond = lab.path('beyond.pdf');
    expect((await lab.run(['extract', file, '--pages', '3', '-o', beyond])).code).toBe(2);
    expect(existsSync(beyond)).toBe(false);
  });
});
