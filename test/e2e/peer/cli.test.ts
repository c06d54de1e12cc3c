import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../common/errors.ts';
import type { Operations } from '../../../peer/operations/operations.ts';
import { anAnsweringNode, endAnsweringNodes } from '../../support/an-answering-node.ts';
import { createLab, type Lab, type Ran } from '../../support/lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(async () => await lab[Symbol.asyncDispose]());

afterEach(endAnsweringNodes);

const aNode = (operations: Partial<Operations>) => anAnsweringNode(lab, operations);

/** Runs the program against a node that fails every `show` with `code`. */
async function failingWith(code: string): Promise<Ran> {
  const data = await aNode({
    show: async () => {
      throw new CodedError(code, 'what to do');
    },
  });
  return await lab.run(['show', 'x'], { data });
}

describe('pageswarm', () => {
  const VERBS = [
    'tracker',
    'peer',
    'publish',
    'search',
    'show',
    'list',
    'status',
    'remove',
    'get',
    'torrent',
  ];

  test('explains itself and every verb, with examples', async () => {
    const { stdout, code } = await lab.run(['--help']);
    expect(code).toBe(0);
    for (const verb of [...VERBS, 'pages', 'extract']) {
      expect(stdout).toMatch(new RegExp(`^  ${verb} `, 'm'));
      const help = await lab.run([verb, '--help']);
      expect([help.code, help.stdout]).toEqual([
        0,
        expect.stringMatching(/Usage: pageswarm[\s\S]*Examples:\n +\$ pageswarm/),
      ]);
    }
  }, 60_000);

  test('tells its version', async () => {
    expect(await lab.run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^pageswarm \d/),
    });
  });

  test.each([
    [['nonsense']],
    [['search']],
    [['list', '--nonsense']],
    [['peer', '--port', '99999']],
    [['peer', '--port', 'http']],
    [['list', '--log-level', 'loud']],
    [['list', '--tracker', 'ftp://x']],
    [['remove', 'x', '--delete-file']],
    [['get', 'a', 'b', '--out', 'file.pdf']],
    [['get', 'a', 'b', '--reading-copy', 'file.pdf']],
    [['get', '-']],
  ])('ends with 2 and says why for %p', async (args) => {
    const data = lab.path('unused');
    const run = await lab.run(args, { args: args.includes('nonsense') ? [] : ['--data', data], input: '' });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).not.toBe('');
  });

  test('takes the options of a node before the verb, too', async () => {
    const data = await aNode({ list: async () => [] });
    expect(await lab.run(['--data', data, 'list', '--json'])).toMatchObject({
      code: 0,
      stdout: '{"documents":[]}\n',
    });
  });

  test.each([
    ['ERR_SEARCH_NOT_FOUND', 3],
    ['ERR_TRACKER_UNREACHABLE', 6],
    ['ERR_LIBRARY_NO_SPACE', 9],
    ['ERR_WIRE_ANYTHING', 1],
  ])('ends %s with %d and names the code', async (code, exit) => {
    expect(await failingWith(code)).toMatchObject({
      code: exit,
      stdout: '',
      stderr: `pageswarm: what to do (${code})\n`,
    });
  });
});
