import { describe, expect, test } from '@jest/globals';
import type { Ban, ConnectedPeer, LimitState } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { eventually } from '../../support/eventually.ts';
import { createLab } from '../../support/lab.ts';
import { startRelayedHolder } from '../../support/relayed-holder.ts';

const TIMEOUT = 120_000;

describe('pageswarm limits, peers and bans', () => {
  test(
    'show a crowd at both ends, and a limit of a running peer is in force at once',
    async () => {
      await using lab = await createLab();
      const tracker = await lab.startTracker();
      const file = await lab.file('book.pdf', aPdf({ pages: 20, bytesPerPage: 100_000 }));
      const holder = await startRelayedHolder(lab, tracker, file);
      const peer = await lab.startPeer({ tracker });

      const slow = await lab.run(['limits', '--limit-down', '20K', '--max-storage', '1G', '--json'], peer);
      expect(slow.json<LimitState>()).toMatchObject({ limitDown: 20_000, maxStorage: 1e9, storedBytes: 0 });
      const getting = lab.start(['get', 'book.pdf'], { data: peer.data });
      const peersOf = async (data: string) =>
        (await lab.run(['peers', 'book.pdf', '--json'], { data })).json<{ peers?: ConnectedPeer[] }>().peers;
      const [there] = await eventually(async () => {
        const found = await lab.run(['peers', 'book.pdf', '--json'], { data: peer.data });
        const { peers = [] } = found.code === 0 ? found.json<{ peers: ConnectedPeer[] }>() : {};
        return peers.some(({ downloadedBytes }) => downloadedBytes > 0) ? peers : undefined;
      }, 'a holder that serves us');
      expect(there).toMatchObject({ outgoing: true, amInterested: true, peerChoking: false });
      expect(await peersOf(holder.data)).toMatchObject([
        { outgoing: false, peerInterested: true, amChoking: false },
      ]);
      const { stdout } = await lab.run(['limits'], peer);
      expect(stdout).toMatch(/received +[\d.]+ k?B\/s of 20\.0 kB\/s/);
      expect(stdout).toMatch(/storage +2\.\d MB of 1\.0 GB/);

      await lab.run(['config', 'limitDown', '0'], peer);
      expect((await getting.exited).code).toBe(0); // two minutes, if nothing had changed
      expect((await lab.run(['bans', '--json'], peer)).json<{ bans: Ban[] }>()).toEqual({ bans: [] });
    },
    TIMEOUT,
  );

  test(
    'keep a download from beginning that there is no room for',
    async () => {
      await using lab = await createLab();
      const tracker = await lab.startTracker();
      const file = await lab.file('book.pdf', aPdf({ pages: 5, bytesPerPage: 50_000 }));
      await startRelayedHolder(lab, tracker, file);
      const data = lab.path('small');
      const refused = await lab.run(['get', 'book.pdf', '--max-storage', '100K'], { data, tracker });
      expect(refused).toMatchObject({ code: 9, stderr: expect.stringContaining('ERR_LIMIT_STORAGE') });
      expect(refused.stderr).toContain('raise maxStorage');
      const done = await lab.run(['get', 'book.pdf', '--max-storage', '1M', '--json'], { data, tracker });
      expect(done.code).toBe(0);
    },
    TIMEOUT,
  );

  test('are settings that can be shown and changed without a node', async () => {
    await using lab = await createLab();
    const data = lab.path('node');
    const changed = await lab.run(['limits', '--limit-up', '1.5M', '--limit-local', 'off'], { data });
    expect(changed.stdout).toContain('sent         1.5 MB/s, the local network is exempt');
    expect((await lab.run(['config', 'limitUp'], { data })).stdout).toBe('1500K\n');
    const wrong = await lab.run(['limits', '--max-sources', '0'], { data });
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("'maxSources' is a whole number"),
    });
  });
});
