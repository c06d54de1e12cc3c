import { expect, test } from '@jest/globals';
import type { Transfer } from '../../../peer/operations/operations.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { createLab } from '../../support/lab.ts';
import { openScreen, setStage } from '../../support/screen-stage.ts';

test('a node that starts before its tracker goes on by itself with what it was fetching, and says so meanwhile', async () => {
  await using lab = await createLab();
  const port = await freePort();
  const stage = await setStage(lab, { name: 'manual.pdf', pages: 100, rates: [200], port });
  const { tracker } = stage;
  const data = lab.path('node');
  const first = await lab.startPeer({ data, tracker });
  await lab.run(['get', 'manual.pdf', '--detach'], { data });
  const transfer = async () => {
    const { lines } = await lab.run(['transfers', '--json'], { data });
    return (lines[0]?.['transfers'] as Transfer[] | undefined)?.[0];
  };
  await eventually(async () => ((await transfer())?.verifiedBytes ?? 0) > 0 || undefined, 'bytes');
  await first.stop('SIGTERM');
  await tracker.stop('SIGTERM');

  const screen = openScreen(stage, data);
  await screen.until(/\[1 My files\]/);
  screen.press('3');
  await screen.until(/no tracker +manual\.pdf .* in \d+ s/);
  expect(await transfer()).toMatchObject({
    state: 'waiting',
    failure: { code: 'ERR_TRACKER_UNREACHABLE' },
    nextTryAt: expect.any(Number),
  });
  screen.press('enter');
  await screen.until(/Next try in \d+ s: no tracker/);

  await lab.startTracker({ data: tracker.data, port });
  await screen.until(/MD5 ok/, 90_000);
}, 180_000);
