import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CodedError } from '../../../../common/errors.ts';
import { messagesIn } from '../../../../common/messages/messages.ts';
import type { Language } from '../../../../common/messages/section.ts';
import type { LocalAddress } from '../../../../common/runtime/network-interface.ts';
import { type FirstChoice, placesOf, trackerUrlOf } from '../../../../peer/tui/first-run/choices.ts';
import { FirstRun, type FirstRunParts } from '../../../../peer/tui/first-run/first-run.ts';
import { aHost, keysOf, textOf } from '../../../support/a-host.ts';
import { anySize, wrongWith } from '../../../support/any-text.ts';
import { settled } from '../../../support/settled.ts';

const SIZE = { columns: 60, rows: 16 };
const ADDRESSES: readonly LocalAddress[] = [
  { interface: 'eth0', ip: '192.0.2.7', family: 4, internal: false },
  { interface: 'eth0', ip: '2001:db8::7', family: 6, internal: false },
  { interface: 'lo', ip: '127.0.0.1', family: 4, internal: true },
];

function aFirstRun(more: Partial<FirstRunParts> = {}) {
  let language: Language = 'en';
  const choices: FirstChoice[] = [];
  const screen = new FirstRun({
    host: aHost(),
    messages: () => messagesIn(language),
    language: 'en',
    speak: (chosen) => {
      language = chosen;
    },
    addresses: ADDRESSES,
    placeDecided: false,
    probe: async () => {
      throw new CodedError('ERR_TRACKER_UNREACHABLE', 'nobody there');
    },
    done: async (choice) => void choices.push(choice),
    signal: new AbortController().signal,
    ...more,
  });
  const write = (text: string) => {
    for (const key of keysOf(text)) screen.type(key);
  };
  return { screen, choices, write, text: () => textOf(screen.view(SIZE)) };
}

describe('FirstRun', () => {
  test('goes by enter from the language over the address and the tracker to what to do next', async () => {
    const { screen, choices, text } = aFirstRun();
    await settled();
    expect(text()).toMatch(/Step 1 of 4[\s\S]*Which language\?[\s\S]*▸ English/);
    screen.act('accept');
    expect(text()).toMatch(/▸ All its addresses; others try 192.0.2.7 first[\s\S]*192.0.2.7 {2}eth0/);
    screen.act('accept');
    expect(text()).toContain('pageswarm tracker');
    screen.act('editor-accept');
    expect(text()).toMatch(/Tracker +none[\s\S]*Next: press a to publish/);
    screen.act('accept');
    await settled();
    expect(choices).toEqual([{ language: 'en', tracker: '' }]);
  });

  test('speaks the language as soon as it is chosen', () => {
    const { screen, text } = aFirstRun();
    screen.act('list-down');
    screen.act('accept');
    expect(text()).toContain('Por onde outras máquinas');
  });

  test('takes one interface, or a further address of it', async () => {
    const { screen, choices } = aFirstRun();
    screen.act('accept');
    screen.act('list-down');
    screen.act('accept');
    screen.act('editor-accept');
    screen.act('accept');
    await settled();
    expect(choices[0]?.place).toEqual({ name: 'interface', value: 'eth0' });
    expect(placesOf(ADDRESSES)[2]?.setting).toEqual({ name: 'host', value: '2001:db8::7' });
  });

  test('asks the tracker, goes on when it answers', async () => {
    const asked: string[] = [];
    const { screen, write, text } = aFirstRun({
      probe: async (url) => {
        asked.push(url);
        if (url.includes('127.0.0.1')) throw new Error('none here');
      },
    });
    await settled();
    screen.act('accept');
    screen.act('accept');
    write('192.0.2.1');
    screen.act('editor-accept');
    await settled();
    expect(asked).toEqual(['http://127.0.0.1:8168', 'http://192.0.2.1:8168']);
    expect(text()).toMatch(/Tracker +http:\/\/192.0.2.1:8168/);
  });

  test('says why a tracker does not answer, and keeps it at the second enter', async () => {
    const { screen, write, text } = aFirstRun();
    screen.act('accept');
    screen.act('accept');
    write('192.0.2.1');
    screen.act('editor-accept');
    await settled();
    expect(text()).toMatch(/! It does not answer: nobody there[\s\S]*Enter again keeps it/);
    screen.act('editor-accept');
    expect(text()).toMatch(/Tracker +http:\/\/192.0.2.1:8168/);
  });

  test('keeps nothing that is no address of a tracker', async () => {
    const { screen, write, text } = aFirstRun();
    screen.act('accept');
    screen.act('accept');
    for (const written of ['http://127.0.0.1:8168127', 'ftp://tracker', 'two words']) {
      screen.act('editor-cut-before');
      write(written);
      screen.act('editor-accept');
      screen.act('editor-accept');
      await settled();
      expect(text()).toMatch(/! This is no address/);
      expect(text()).toContain('Step 3 of 4');
    }
  });

  test('offers the tracker that runs on this machine', async () => {
    const { screen, text } = aFirstRun({ probe: async () => undefined });
    await settled();
    screen.act('accept');
    screen.act('accept');
    expect(text()).toContain('http://127.0.0.1:8168');
  });

  test('goes back by escape, and leaves out an address that an option has decided', () => {
    const { screen, text } = aFirstRun({ placeDecided: true });
    screen.act('accept');
    expect(text()).toContain('Which tracker?');
    screen.act('editor-cancel');
    expect(text()).toContain('Which language?');
    screen.act('back');
    expect(text()).toContain('Which language?');
  });

  test('stays where the choice could not be kept, and says why', async () => {
    const { screen, text } = aFirstRun({
      done: async () => {
        throw new CodedError('ERR_LIBRARY_NO_SPACE', 'the disk is full');
      },
    });
    for (const action of ['accept', 'accept', 'editor-accept', 'accept']) screen.act(action);
    await settled();
    expect(text()).toContain('! It could not be kept: the disk is full');
  });

  test('fits any size at any step', () => {
    fc.assert(
      fc.property(anySize, fc.nat(4), (size, steps) => {
        const { screen } = aFirstRun();
        for (const action of ['accept', 'accept', 'editor-accept'].slice(0, steps)) screen.act(action);
        expect(wrongWith(screen.view(size), size)).toBeUndefined();
      }),
    );
  });
});

describe('trackerUrlOf', () => {
  test.each([
    ['192.0.2.1', 'http://192.0.2.1:8168'],
    ['tracker.example:9000', 'http://tracker.example:9000'],
    ['2001:db8::1', 'http://[2001:db8::1]:8168'],
    ['[2001:db8::1]:9000', 'http://[2001:db8::1]:9000'],
    ['tracker.example/announce', 'http://tracker.example:8168/announce'],
    [' https://tracker.example ', 'https://tracker.example'],
    ['', ''],
  ])('reads %p as %p', (text, url) => expect(trackerUrlOf(text)).toBe(url));
});
