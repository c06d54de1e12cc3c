import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHostsTab } from '../../../../tracker/tui/hosts/hosts.ts';
import { createLogTab } from '../../../../tracker/tui/log/log.ts';
import { Pace } from '../../../../tracker/tui/pulse.ts';
import { createStateTab } from '../../../../tracker/tui/state/state.ts';
import { textOf } from '../../../support/a-host.ts';
import { aDocumentRow, aHostRow, screenParts } from '../../../support/an-overview.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';
import { settled } from '../../../support/settled.ts';

const SIZE = { columns: 110, rows: 24 };
describe('createHostsTab', () => {
  test('lists hosts with what they hold and when they were heard of, and copies an address', () => {
    const { parts, host, world, pass } = screenParts({ hosts: [aHostRow(1, 2)] });
    const tab = createHostsTab(parts);
    tab.shown?.();
    expect(textOf(tab.view(SIZE))).toMatch(
      /000000010000 192\.0\.2\.7:8169 +Pageswarm 0\.1\.0 +2 +0 +3 s ago/,
    );
    world.hosts = [{ ...aHostRow(1, 2), ageMs: 65_000 }];
    pass(1_000);
    expect(textOf(tab.view(SIZE))).toContain('1 min ago');
    tab.act('copy-address');
    expect(host.copied).toEqual(['192.0.2.7:8169']);
  });

  test('opens what a host holds, and from there a document; says when the host has gone', async () => {
    const documents = [aDocumentRow(0)];
    const { parts, host, world, pass } = screenParts({ hosts: [aHostRow(1, 1)], documents });
    const tab = createHostsTab(parts);
    tab.view(SIZE);
    tab.act('table-open');
    const [dialog] = host.opened;
    expect(textOf(dialog?.view(SIZE) ?? [])).toMatch(/1 document\s[\s\S]*document 0\.pdf +100 % +3 +1\.0 kB/);
    expect(dialog?.height?.(SIZE.columns)).toBeLessThan(14);
    dialog?.act('table-open');
    await settled();
    expect(textOf(host.opened[1]?.view(SIZE) ?? [])).toContain(documents[0]?.md5);
    dialog?.shown?.();
    world.hosts = [];
    pass(1_000);
    expect(textOf(dialog?.view(SIZE) ?? [])).toContain('This host is no longer here.');
    dialog?.act('dialog-cancel');
    expect(host.opened).toHaveLength(1);
  });

  test('fills any size, whatever the hosts say that they are', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), anySize, (clients, size) => {
        const hosts = clients.map((client, at) => ({ ...aHostRow(at, 1), client }));
        const { parts, host } = screenParts({ hosts });
        const tab = createHostsTab(parts);
        expect(wrongWith(tab.view(size), size)).toBeUndefined();
        tab.act('table-open');
        for (const dialog of host.opened) expect(wrongWith(dialog.view(size), size)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe('createStateTab', () => {
  test('tells how the tracker is reached and how busy it is, and that it knows no other', async () => {
    const { parts, host, pass } = screenParts();
    const tab = createStateTab(parts);
    tab.shown?.();
    pass(1_000);
    await settled();
    const text = textOf(tab.view(SIZE));
    for (const part of [
      'http://192.0.2.1:8168',
      /Documents +41/,
      '1/s, 72/min, 1440 in all',
      /Catalog on disk +81\.9 kB/,
      'Other trackers',
      'trackers do not know each other yet',
    ])
      expect(text).toMatch(part);
    tab.act('list-down');
    tab.act('copy-url');
    expect(host.copied).toEqual(['http://127.0.0.1:8168']);
  });

  test('fills any size', async () => {
    const { parts, pass } = screenParts();
    const tab = createStateTab(parts);
    tab.shown?.();
    pass(1_000);
    await settled();
    fc.assert(fc.property(anySize, (size) => expect(wrongWith(tab.view(size), size)).toBeUndefined()));
  });
});

describe('createLogTab', () => {
  test('shows the newest entry first, more of them at a higher level, and all of one', () => {
    const { parts, log, host, pass } = screenParts();
    const tab = createLogTab(parts);
    tab.shown?.();
    expect(textOf(tab.view(SIZE))).toContain('Nothing has happened at this level.');
    log.log.info('published', { name: 'a.pdf' });
    log.log.debug('request-refused', { why: 'x '.repeat(150) });
    pass(250);
    expect(textOf(tab.view(SIZE))).toMatch(/info +published +name=a\.pdf/);
    expect(textOf(tab.view(SIZE))).not.toContain('request-refused');
    tab.act('level');
    expect(textOf(tab.view(SIZE))).toMatch(/request-refused[\s\S]*published/);
    expect(host.said).toEqual(['level: debug']);
    tab.act('table-open');
    expect(textOf(host.opened[0]?.view({ columns: 40, rows: 20 }) ?? [])).toContain('x x x');
  });

  test('fills any size, whatever remotes say', () => {
    fc.assert(
      fc.property(anyText, anySize, (text, size) => {
        const { parts, log, host } = screenParts();
        log.log.warn('something', { text });
        const tab = createLogTab(parts);
        expect(wrongWith(tab.view(size), size)).toBeUndefined();
        tab.act('table-open');
        for (const dialog of host.opened) expect(wrongWith(dialog.view(size), size)).toBeUndefined();
      }),
    );
  });
});

describe('Pace', () => {
  test('rests twenty times as long as the work took', () => {
    let now = 0;
    const pace = new Pace(() => now);
    pace.run(() => {
      now += 10;
    });
    expect(pace.isFree).toBe(false);
    now = 209;
    expect(pace.isFree).toBe(false);
    now = 210;
    expect(pace.isFree).toBe(true);
  });
});
