import fc from 'fast-check';
import { type Line, lineWidth, type Size } from '../../common/terminal/line.ts';

const NASTY = [
  '\u001b[31mred\u001b[0m',
  '\u001b]52;c;AAAA\u0007',
  '{bold}tag{/bold}',
  'עברית',
  '\u202eevil',
  '👩‍👩‍👧‍👦',
  '🇧🇷',
  '漢字かな',
  'हिन्दी',
  'ภาษาไทย',
  'e\u0301\u0302\u0303',
  '\u0301',
  '\ud800',
  '\r\n\t',
  'x'.repeat(4000),
  '한국어',
  '\u1112\u1161\u11ab',
  '⌚✅☰䷀',
];

/** Texts that people and machines may send: plain, of any Unicode, and hostile. */
export const anyText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }).map((parts) => parts.join(' ')),
);

/** Sizes of a screen or a part of it, the very small ones often. */
export const anySize = fc.oneof(
  fc.record({ columns: fc.integer({ min: 1, max: 5 }), rows: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ columns: fc.integer({ min: 1, max: 160 }), rows: fc.integer({ min: 1, max: 50 }) }),
);

const STEERING = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** What is wrong with `lines` as a view of `size`; `undefined` when each is as wide as it has to be, and harmless. */
export function wrongWith(lines: readonly Line[], { columns, rows }: Size): string | undefined {
  if (lines.length !== rows) return `${lines.length} lines, not ${rows}`;
  for (const [row, line] of lines.entries()) {
    if (lineWidth(line) !== columns) return `line ${row} has ${lineWidth(line)} cells, not ${columns}`;
    if (line.some(({ text }) => STEERING.test(text))) return `line ${row} steers the terminal`;
  }
  return undefined;
}
