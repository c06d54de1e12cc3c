import { describe, expect, test } from '@jest/globals';
import { type Rgb, span } from '../../../../common/terminal/line.ts';
import { createTheme, detectTheme } from '../../../../common/terminal/theme.ts';

const AUTO = { theme: 'auto', colours: 'auto' } as const;
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

describe('detectTheme', () => {
  test('gives each terminal as many colours as it shows', () => {
    const depthOf = (env: Record<string, string>) => detectTheme(env, AUTO).depth;
    expect(depthOf({ TERM: 'xterm-256color' })).toBe('256');
    expect(depthOf({ TERM: 'tmux-256color' })).toBe('256');
    expect(depthOf({ TERM: 'xterm-kitty' })).toBe('256');
    expect(depthOf({ TERM: 'xterm', COLORTERM: 'truecolor' })).toBe('256');
    expect(depthOf({ TERM: 'linux' })).toBe('16');
    expect(depthOf({ TERM: 'screen' })).toBe('16');
    expect(depthOf({ TERM: 'vt100' })).toBe('none');
    expect(depthOf({ TERM: 'xterm-256color', NO_COLOR: '1' })).toBe('none');
    expect(depthOf({ TERM: 'xterm-256color', NO_COLOR: '' })).toBe('256');
  });

  test('knows a light background where it is told, and does as the person says', () => {
    const env = { TERM: 'rxvt', COLORFGBG: '0;default;15', NO_COLOR: '1' };
    expect(detectTheme(env, AUTO).background).toBe('light');
    expect(detectTheme({ COLORFGBG: '15;0' }, AUTO).background).toBe('dark');
    expect(detectTheme({}, AUTO).background).toBe('dark');
    expect(detectTheme(env, { theme: 'dark', colours: '256' })).toMatchObject({
      background: 'dark',
      depth: '256',
    });
  });
});

describe('createTheme', () => {
  test('has no colours where none are wanted, but the cursor is seen', () => {
    const theme = createTheme('none', 'dark');
    expect(theme.paint(span('a', 'bad'))).toEqual({ bold: true });
    expect(theme.paint(span('a', 'holder-3'))).toEqual({});
    expect(theme.paint(span('a', 'cursor'))).toEqual({ inverse: true });
    expect(theme.paint({ ...span('a'), ink: WHITE, paper: WHITE })).toEqual({});
  });

  test('keeps to the first 16 colours where there are no more', () => {
    const theme = createTheme('16', 'light');
    const numbers = ['good', 'bad', 'title', 'tab-active', 'holder-0', 'holder-7'] as const;
    const used = numbers.flatMap((style) => {
      const { ink, paper } = theme.paint(span('a', style));
      return [ink ?? 0, paper ?? 0];
    });
    expect(Math.max(...used)).toBeLessThan(16);
    expect(theme.paint({ ...span('a'), ink: [250, 10, 10] })).toEqual({ ink: 9 });
  });

  test('draws pictures by characters of brightness where there are no colours', () => {
    const picture = (background: 'dark' | 'light', ink: Rgb, paper: Rgb) =>
      createTheme('none', background).textOf({ text: '▀', style: 'plain', ink, paper });
    expect(picture('dark', WHITE, WHITE)).toBe('@');
    expect(picture('dark', BLACK, BLACK)).toBe(' ');
    expect(picture('light', WHITE, WHITE)).toBe(' ');
    expect(picture('light', WHITE, BLACK)).toMatch(/[-=+*]/);
    expect(createTheme('256', 'dark').textOf({ text: '▀', style: 'plain', ink: WHITE })).toBe('▀');
  });
});
