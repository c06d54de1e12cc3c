import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLab, type Lab } from '../../support/lab.ts';
import { startRelayedHolder } from '../../support/relayed-holder.ts';
import { openTestTerminal } from '../../support/terminal.ts';

/** the download takes some ten seconds, so that there is time to look at it */
const SLOW_LINE = { roundTripMs: 5, rate: 150 };

describe('the tab Network', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await createLab();
  });
  afterEach(async () => {
    await lab[Symbol.asyncDispose]();
  });

  test('shows trackers, the peer that is connected with its rate, and the log; leaving asks while something runs', async () => {
    const tracker = await lab.startTracker();
    const holder = await startRelayedHolder(
      lab,
      tracker,
      await lab.file('slow.bin', randomBytes(2_000_000)),
      SLOW_LINE,
    );
    const args = ['peer', '--data', lab.path('node'), '--host', '127.0.0.1', '--port', '0'];
    const terminal = openTestTerminal([...args, '--tracker', tracker.url], { lab, columns: 160, rows: 40 });
    await terminal.until(/trackers 1\/1 ok/);
    terminal.type(':get slow.bin --detach');
    terminal.press('enter');
    await terminal.until(/Output: get[\s\S]*done/);
    terminal.press('escape');
    await terminal.until((screen) => !screen.includes('Output'));
    terminal.press('4');
    await terminal.until(new RegExp(`ok +${tracker.url} +[\\d.]+ s ago`));
    terminal.press('right');
    await terminal.until(/\[Peers 1\]/);
    await terminal.until(
      new RegExp(`${holder.address} +Pageswarm [\\d.]+ +slow.bin +us +[\\d.]+ ms .* [\\d.]+ kB/s`),
    );
    terminal.press('left', 'left');
    await terminal.until(/\[Log \d+\] following · info\+[\s\S]*node-started/);
    terminal.press('L');
    await terminal.until(/following · debug\+/);

    terminal.press('q');
    await terminal.until(/A transfer is running\. Quit\?/);
    terminal.press('n');
    await terminal.until((screen) => !screen.includes('Quit?'));
    terminal.press('q');
    await terminal.until(/A transfer is running\. Quit\?/);
    terminal.press('y');
    expect((await terminal.exited).code).toBe(0);
    expect(terminal.text()).toContain('Stopping.');

    const again = openTestTerminal(args, { lab, columns: 160, rows: 40 });
    await again.until(/1 running/);
  }, 60_000);
});
