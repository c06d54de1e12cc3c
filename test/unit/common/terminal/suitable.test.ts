import { describe, expect, test } from '@jest/globals';
import { copySequence, turnOff, turnOn } from '../../../../common/runtime/terminal/modes.ts';
import { requireTerminal } from '../../../../common/runtime/terminal/suitable.ts';

const TTY = { isTTY: true, columns: 80, rows: 24 };
const XTERM = { TERM: 'xterm' };

describe('requireTerminal', () => {
  test('refuses what cannot show a screen, says why, and what to use instead', () => {
    const why = (env: Record<string, string>, stdin: object, stdout: object) => {
      try {
        requireTerminal({ env, stdin, stdout }, 'use the commands');
        return undefined;
      } catch (error) {
        return String(error);
      }
    };
    expect(why(XTERM, TTY, TTY)).toBeUndefined();
    expect(why(XTERM, {}, TTY)).toMatch(/not a terminal; use the commands/);
    expect(why(XTERM, TTY, { isTTY: true, columns: 0, rows: 0 })).toMatch(/no cells/);
    expect(why({ TERM: 'dumb' }, TTY, TTY)).toMatch(/TERM=dumb/);
    expect(why({}, TTY, TTY)).toMatch(/TERM is not set/);
  });
});

describe('turnOn and turnOff', () => {
  test('ask terminals without titles for none, and never leave the mouse on', () => {
    expect(turnOn({ mouse: true, title: 'a\u0007b' }, 'xterm')).toContain('\u001b]2;a b\u0007');
    expect(turnOn({ mouse: false, title: 'a' }, 'linux')).toBe('\u001b[?2004h');
    expect(turnOff('linux')).not.toContain('t');
    expect(turnOff('vt100')).toContain('\u001b[?1000l');
  });
});

describe('copySequence', () => {
  test('goes through GNU screen, and not to terminals that would show it', () => {
    expect(copySequence('a', 'xterm', false)).toBe('\u001b]52;c;YQ==\u0007');
    expect(copySequence('a', 'screen-256color', false)).toBe('\u001bP\u001b]52;c;YQ==\u0007\u001b\\');
    expect(copySequence('a', 'screen-256color', true)).toBe('\u001b]52;c;YQ==\u0007');
    expect(copySequence('a', 'linux', false)).toBe('');
    expect(copySequence('x'.repeat(100_000), 'xterm', false)).toBe('');
  });
});
