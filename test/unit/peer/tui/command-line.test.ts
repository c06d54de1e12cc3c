import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesIn } from '../../../../common/messages/messages.ts';
import {
  type CommandLine,
  type CommandSink,
  splitWords,
} from '../../../../peer/tui/command-line/command-line.ts';
import { runCommand } from '../../../../peer/tui/command-line/run-command.ts';
import { aHost, textOf } from '../../../support/a-host.ts';

const SIZE = { columns: 60, rows: 10 };

function around(run: CommandLine['run']) {
  const host = aHost();
  const commandLine: CommandLine = { verbs: ['list'], outside: ['peer', 'ui'], run };
  const signal = new AbortController().signal;
  return { host, around: { commandLine, data: '/data', host, messages: messagesIn('en'), signal } };
}

describe('splitWords', () => {
  test('divides by blanks, and keeps what quotes and a backslash protect', () => {
    expect(splitWords('  get  "two words.pdf" it\\ is \'a "b"\'c ""')).toEqual([
      'get',
      'two words.pdf',
      'it is',
      'a "b"c',
      '',
    ]);
  });

  test('leaves the backslashes of a path of Windows alone', () => {
    expect(splitWords('publish C:\\books\\a.pdf')).toEqual(['publish', 'C:\\books\\a.pdf']);
  });

  test('knows nothing where a quote is not closed', () => {
    expect(splitWords('get "a')).toBeUndefined();
  });

  test('gives back any words that were quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (words) => {
        const text = words.map((word) => `'${word.replaceAll("'", `'"'"'`)}'`).join(' ');
        expect(splitWords(text)).toEqual(words);
      }),
    );
  });
});

describe('runCommand', () => {
  test('shows what the command writes, and how it ended', async () => {
    const { host, around: with_ } = around(async (words, data, sink) => {
      sink.write(`${words.join(' ')} of ${data}`, 'data');
      sink.live(['42 %']);
      expect(textOf(host.opened[0]?.view(SIZE) ?? [])).toContain('42 %');
      sink.live([]);
      sink.write('wrong', 'error');
      return 3;
    });
    await runCommand('pageswarm list --json', with_);
    const text = textOf(host.opened[0]?.view(SIZE) ?? []);
    expect(text).toMatch(/^list --json of \/data +\nwrong/);
    expect(text).not.toContain('42 %');
    expect(text).toContain('ended with code 3');
  });

  test('refuses verbs that are programs of their own, pipes and open quotes, without running anything', async () => {
    const { host, around: with_ } = around(async () => {
      throw new Error('ran');
    });
    for (const text of ['peer', 'get -', 'get "a', ' ']) await runCommand(text, with_);
    expect(host.opened).toEqual([]);
    expect(host.said).toHaveLength(3);
  });

  test('stops the command at the first escape, and closes at the second', async () => {
    let sinkOfRun: CommandSink | undefined;
    const { host, around: with_ } = around(async (_words, _data, sink, { signal }) => {
      sinkOfRun = sink;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      sink.write('interrupted', 'error');
      return 7;
    });
    const running = runCommand('get x', with_);
    const [dialog] = host.opened;
    dialog?.act('close');
    await running;
    expect(sinkOfRun).toBeDefined();
    expect(textOf(dialog?.view(SIZE) ?? [])).toMatch(/interrupted[\s\S]*code 7/);
    dialog?.act('close');
    expect(host.opened).toEqual([]);
  });
});
