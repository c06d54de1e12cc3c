import { describe, expect, test } from '@jest/globals';
import { createLog, silentLog } from '../../../../common/runtime/log.ts';

/** A log at `level`, and its lines so far, parsed. */
function aLog(level: 'info' | 'debug') {
  const lines: string[] = [];
  return { log: createLog({ level, write: (line) => void lines.push(line) }), lines };
}

describe('createLog', () => {
  test('writes an event name and its fields on a line of JSON', () => {
    const { log, lines } = aLog('info');
    log.with({ holder: 'h' }).info('run-assigned', { first: 0, end: 7 });
    log.debug('too-quiet');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { level: 'info', time: expect.any(Number), event: 'run-assigned', holder: 'h', first: 0, end: 7 },
    ]);
  });

  test('keeps the code of an error', () => {
    const { log, lines } = aLog('info');
    log.error('failed', { err: Object.assign(new Error('why'), { code: 'ERR_X' }) });
    expect(JSON.parse(lines[0] ?? '').err).toMatchObject({ message: 'why', code: 'ERR_X' });
  });

  test('escapes what would steer a terminal, without changing what it means', () => {
    const { log, lines } = aLog('info');
    log.info('met', { client: 'x\x1b[2J\x9b31m\u202e' });
    expect(lines[0]).toMatch(/^[ -~]*\n$/);
    expect(JSON.parse(lines[0] ?? '').client).toBe('x\x1b[2J\x9b31m\u202e');
  });
});

describe('silentLog', () => {
  test('says nothing', () => {
    expect(() => silentLog.error('x')).not.toThrow();
  });
});
