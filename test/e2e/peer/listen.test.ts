import { createServer } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { listen } from '../../../peer/swarm/listen.ts';
import { listen as listenForHttp } from '../../../tracker/http/listen.ts';

/** What Node makes of `accept` failing for want of file descriptors. */
const emfile = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' });

describe('listen', () => {
  test('survives a connection that the system could not hand over, as peer and as tracker', async () => {
    const { server } = await listen({ host: '127.0.0.1', port: 0, portFixed: false }, () => undefined);
    const tracker = createServer();
    await listenForHttp(tracker, { host: '127.0.0.1', port: 0 });
    for (const listening of [server, tracker]) {
      expect(listening.emit('error', emfile)).toBe(true);
      expect(listening.listening).toBe(true);
      await new Promise((resolve) => listening.close(resolve));
    }
  });
});
