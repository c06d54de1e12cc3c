import { describe, expect, test } from '@jest/globals';
import { holdWarnings } from '../../../../common/runtime/terminal/hold-warnings.ts';

describe('holdWarnings', () => {
  test('keeps warnings back, and hands them on when it ends', () => {
    const printed: string[] = [];
    const print = (warning: Error): void => void printed.push(warning.message);
    process.on('warning', print);
    const release = holdWarnings();
    process.emit('warning', new Error('held'));
    expect(printed).toEqual([]);
    release();
    process.emit('warning', new Error('later'));
    process.off('warning', print);
    expect(printed).toEqual(['held', 'later']);
  });
});
