import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from '@commander-js/extra-typings';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_KEYS } from '../../../common/terminal/default-keys.ts';
import { nameOfAction } from '../../../common/terminal/key-table.ts';
import { createProgram } from '../../../peer/cli/cli.ts';
import { PEER_KEYS } from '../../../peer/tui/keys.ts';
import { trackerCommand } from '../../../tracker/cli/cli.ts';
import { TRACKER_KEYS } from '../../../tracker/tui/keys.ts';

const text = readFileSync(
  fileURLToPath(new URL('../../../../docs/guides/parity.md', import.meta.url)),
  'utf8',
);

/** The rows of the table under a heading, as cells. */
function rowsUnder(heading: string): string[][] {
  const [, part = ''] = new RegExp(`^## ${heading}$([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(text) ?? [];
  const rows = part.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

const done = rowsUnder('What is done').map(([action = '', key = '', commands = '']) => ({
  action: codeIn(action)[0] ?? '',
  keys: codeIn(key),
  commands: codeIn(commands),
}));
const shown = rowsUnder('What is shown').map(([, commands = '']) => codeIn(commands));
const movements = rowsUnder('What is only a movement on the screen').flatMap(([actions = '']) =>
  codeIn(actions),
);
const bindings = [...PEER_KEYS, ...TRACKER_KEYS, ...DEFAULT_KEYS];

function isMovement(name: string): boolean {
  return movements.some((movement) => isCoveredBy(name, movement));
}

describe('the parity of screens and command line', () => {
  let program: Command;
  beforeAll(() => {
    const inside = { verbs: [], outside: [], run: async () => 0 };
    program = createProgram(async () => undefined, [trackerCommand()], inside);
  });

  test('has every action of the key tables, in one of its tables', () => {
    const actions = [...new Set(bindings.map(nameOfAction))];
    const rows = done.map(({ action }) => action);
    expect(actions.filter((name) => !rows.includes(name) && !isMovement(name))).toEqual([]);
    expect(actions.filter((name) => rows.includes(name) && isMovement(name))).toEqual([]);
  });

  test('has no action that no screen has', () => {
    const actions = bindings.map(nameOfAction);
    expect(done.filter(({ action }) => !actions.includes(action))).toEqual([]);
    const gone = movements.filter((one) => !actions.some((name) => isCoveredBy(name, one)));
    expect(gone).toEqual([]);
  });

  test('names a default key of each action', () => {
    const wrong = done.filter(({ action, keys }) => {
      const binding = bindings.find((one) => nameOfAction(one) === action);
      return !keys.some((key) => binding?.keys.includes(key));
    });
    expect(wrong).toEqual([]);
  });

  test('names commands and options that there are, each with --json', () => {
    const commands = [...done.flatMap((row) => row.commands), ...shown.flat()];
    const problems = commands.flatMap((command) =>
      problemsOf(command, program).map((what) => `${command}: ${what}`),
    );
    expect([...new Set(problems)]).toEqual([]);
    expect(commands.length).toBeGreaterThan(50);
  });
});

function isCoveredBy(name: string, movement: string): boolean {
  return movement === name || (movement.endsWith('/*') && name.startsWith(movement.slice(0, -1)));
}

function problemsOf(command: string, program: Command): string[] {
  const [name, verb = '', ...words] = command.split(' ');
  if (name !== 'pageswarm') return ['is no command of pageswarm'];
  const found = program.commands.find((one) => one.name() === verb);
  if (found === undefined) return [`there is no verb '${verb}'`];
  const known = found.options.map(({ long }) => long);
  const options = words.filter((word) => word.startsWith('--'));
  return [
    ...(options.includes('--json') ? [] : ['is not for programs']),
    ...options.filter((option) => !known.includes(option)).map((option) => `there is no ${option}`),
  ];
}
