import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import { exitCodeOf } from '../../../../peer/cli/exit-code.ts';

describe('exitCodeOf', () => {
  test.each([
    ['ERR_CLI_USAGE', 2],
    ['ERR_SEARCH_NOT_FOUND', 3],
    ['ERR_TRACKER_UNREACHABLE', 6],
    ['ERR_PEER_INTERRUPTED', 7],
    ['ERR_LIBRARY_NO_SPACE', 9],
    ['ERR_GET_TARGET_EXISTS', 13],
    ['ERR_VERIFY_MISMATCH', 32],
    ['ERR_WIRE_FRAME_TOO_LONG', 1],
  ])('gives %s the number %d', (code, exit) => expect(exitCodeOf(new CodedError(code, ''))).toBe(exit));

  test('knows the errors of the system and everything else', () => {
    expect(exitCodeOf(Object.assign(new Error(), { code: 'ENOSPC' }))).toBe(9);
    expect(exitCodeOf(Object.assign(new Error(), { code: 'toString' }))).toBe(1);
    expect(exitCodeOf('thrown')).toBe(1);
  });
});
