import { chmod, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { aPdf } from '../../support/a-pdf.ts';
import { startChild } from '../../support/child.ts';
import { createLab, type Lab, MAIN } from '../../support/lab.ts';

async function aNodeWithBook(lab: Lab): Promise<{ data: string; path: string }> {
  const { data } = await lab.startPeer();
  const path = await lab.file('book.pdf', aPdf({ pages: 3 }));
  await lab.run(['publish', path], { data });
  return { data, path };
}

describe('pageswarm show --preview', () => {
  test('draws a page as text, or gives its pixels', async () => {
    await using lab = await createLab();
    const { data } = await aNodeWithBook(lab);
    const shown = await lab.run(['show', 'book.pdf', '--preview', '--columns', '60'], { data });
    const lines = shown.stdout.trimEnd().split('\n');
    expect(shown.stdout).toMatch(/[░▒▓█]/);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(60);

    const args = ['show', 'book.pdf', '--preview', '--page', '3', '--columns', '60', '--json'];
    const { width, height, rgb } = (await lab.run(args, { data })).json();
    expect([width, height]).toEqual([60, 85]);
    expect(Buffer.from(String(rgb), 'base64')).toHaveLength(3 * 60 * 85);

    const missing = await lab.run(['show', 'book.pdf', '--preview', '--page', '4'], { data });
    expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('ERR_READ_NO_SUCH_PAGE') });
  }, 30_000);
});

describe('pageswarm open', () => {
  test('gives the path as JSON, or with a failure where there is no desktop', async () => {
    await using lab = await createLab();
    const { data, path } = await aNodeWithBook(lab);
    const json = await lab.run(['open', 'book.pdf', '--json'], { data });
    expect(json).toMatchObject({ code: 0 });
    expect(json.json()).toEqual({ path, complete: true, pages: 3 });

    const { PATH } = process.env;
    const opening = startChild(process.execPath, [MAIN, 'open', 'book.pdf', '--data', data], {
      env: { PATH },
    });
    expect((await opening.exited).code).toBe(1);
    expect(opening.stdout()).toBe(`${path}\n`);
    expect(opening.stderr()).toContain('ERR_OPEN_NO_DESKTOP');
  }, 30_000);

  test('starts the viewer of the system with the file', async () => {
    await using lab = await createLab();
    const { data, path } = await aNodeWithBook(lab);
    const viewer = await lab.file('viewer', `#!/bin/sh\necho "$1" > '${lab.path('seen')}'\n`);
    await chmod(viewer, 0o755);
    const env = { PATH: process.env['PATH'], HOME: lab.folder, DISPLAY: ':1', BROWSER: `${viewer} %s` };
    const opening = startChild(process.execPath, [MAIN, 'open', 'book.pdf', '--data', data], { env });
    expect(await opening.exited).toMatchObject({ code: 0 });
    expect(await readFile(lab.path('seen'), 'utf8')).toContain(path);
  }, 30_000);
});
