import { describe, expect, test } from '@jest/globals';
import { UNICODE } from '../../../../common/terminal/glyphs.ts';
import { createApp } from '../../../../tracker/tui/app.ts';
import { HOSTILE_NAMES } from '../../../support/a-file-row.ts';
import { aDocumentRow, aHostRow, screenParts } from '../../../support/an-overview.ts';
import { wrongWith } from '../../../support/any-text.ts';
import { mash, mashInto } from '../../../support/mash.ts';

const EVENTS = Number(process.env['PAGESWARM_MASH'] ?? 3000);

describe("the tracker's screen under anything at all", () => {
  test.each([1, 2, Date.now() % 1_000_000])(
    'fills its size and can be left (seed %i)',
    async (seed) => {
      const { parts, pass, world } = screenParts({
        documents: HOSTILE_NAMES.map((name, at) => aDocumentRow(at, { name, title: name })),
        hosts: HOSTILE_NAMES.map((client, at) => ({ ...aHostRow(at, at), client })),
      });
      let quits = 0;
      const { desktop } = createApp({ ...parts, glyphs: UNICODE, onQuit: () => void quits++ });
      desktop.attach?.({ redraw: () => {}, repaint: () => {}, copy: () => {}, suspend: () => {} });
      let size = { columns: 80, rows: 24 };
      let left = EVENTS;
      for (const event of mash({ seed })) {
        if (left-- === 0) break;
        if (event.type === 'resize') size = event;
        else mashInto(desktop, event);
        // documents and hosts come and go meanwhile
        if (left % 40 === 0) {
          world.version++;
          world.documents =
            world.documents.length > 3
              ? world.documents.slice(0, 2)
              : [...HOSTILE_NAMES.keys()].map((at) => aDocumentRow(at));
          world.hosts = world.hosts.length > 3 ? [] : [...HOSTILE_NAMES.keys()].map((at) => aHostRow(at, 2));
          pass(1000);
          await new Promise((resolve) => setImmediate(resolve));
        }
        expect(wrongWith(desktop.view(size), size)).toBeUndefined();
      }
      quits = 0;
      for (let at = 0; at < 100 && quits === 0; at++) {
        desktop.key({ key: 'ctrl-c', text: '' });
        desktop.key({ key: 'escape', text: '' });
        desktop.key({ key: 'ctrl-c', text: '' });
        desktop.key({ key: 'ctrl-c', text: '' });
      }
      expect(quits).toBeGreaterThan(0);
    },
    120_000,
  );
});
