import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLab, type Lab } from '../../support/lab.ts';
import { openTestTerminal } from '../../support/terminal.ts';

describe('the first start', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await createLab();
  });
  afterEach(async () => {
    await lab[Symbol.asyncDispose]();
  });

  const open = (...args: string[]) =>
    openTestTerminal(['peer', '--data', lab.path('node'), '--port', '0', ...args], {
      lab,
      columns: 80,
      rows: 24,
    });
  const kept = async () => JSON.parse(await readFile(lab.path('node', 'config.json'), 'utf8'));

  test('asks for language, address and tracker, keeps them, says what is next, and starts the node', async () => {
    const tracker = await lab.startTracker();
    const terminal = open();
    await terminal.until(/Which language\?/);
    terminal.press('down');
    await terminal.until(/▸ Português/);
    terminal.press('enter');
    await terminal.until(/▸ Todos os endereços/);
    terminal.press('down');
    await terminal.until(/▸ \d+\.\d+\.\d+\.\d+ +\w+/);
    terminal.press('up', 'enter');
    await terminal.until(/Qual tracker\?[\s\S]*pageswarm tracker/);
    terminal.press('ctrl-u');
    terminal.type('http://127.0.0.1:1');
    terminal.press('enter');
    await terminal.until(/! Não responde:/);
    terminal.press('ctrl-u');
    terminal.type(tracker.url.replace('http://', ''));
    terminal.press('enter');
    await terminal.until(/Agora: a publica PDFs/);
    terminal.press('enter');
    await terminal.until(/\[1 Meus arquivos\]/);
    await terminal.until(/trackers 1\/1 ok/);
    expect(await kept()).toEqual({ language: 'pt', trackers: [tracker.url] });
    terminal.press('q');
    expect((await terminal.exited).code).toBe(0);

    const again = open();
    await again.until(/\[1 Meus arquivos\]/);
  });

  test('goes on without a tracker, and can be left before anything is kept', async () => {
    const left = open('--host', '127.0.0.1');
    await left.until(/Which language\?/);
    left.press('q');
    expect((await left.exited).code).toBe(0);
    expect(existsSync(lab.path('node', 'config.json'))).toBe(false);

    const terminal = open('--host', '127.0.0.1');
    await terminal.until(/Which language\?/);
    terminal.press('enter');
    await terminal.until(/Which tracker\?/);
    terminal.press('ctrl-u', 'enter');
    await terminal.until(/Next: press a to publish/);
    terminal.press('enter');
    await terminal.until(/\[1 My files\]/);
    expect(await kept()).toEqual({ language: 'en' });
  });

  test('is left out where a tracker is given', async () => {
    const terminal = open('--host', '127.0.0.1', '--tracker', 'http://127.0.0.1:1');
    await terminal.until(/\[1 My files\]/);
    expect(terminal.written()).not.toContain('Which language?');
  });
});
