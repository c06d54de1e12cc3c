import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Lexer } from '../../../../common/pdf/lexer.ts';
import { serialise } from '../../../../common/pdf/serialise.ts';
import { type Keyword, PdfString, type PdfValue, Reference } from '../../../../common/pdf/value.ts';

function parse(text: string): PdfValue | Keyword | undefined {
  return new Lexer(Buffer.from(text, 'latin1')).next();
}

const anyName = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 8,
});
const anyValue: fc.Arbitrary<PdfValue> = fc.letrec<{ value: PdfValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -1e9, max: 1e9 }),
    fc.integer({ min: -4000, max: 4000 }).map((eighths) => eighths / 8),
    anyName,
    fc.uint8Array({ maxLength: 8 }).map((bytes) => new PdfString(bytes)),
    fc.tuple(fc.nat(9999), fc.nat(9)).map(([number, generation]) => new Reference(number, generation)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(anyName, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).value;

describe('Lexer', () => {
  test('reads back what serialise wrote', () => {
    fc.assert(fc.property(anyValue, (value) => expect(parse(serialise(value))).toEqual(value)));
  });

  test('ends on any bytes, and stays within them', () => {
    const syntax = fc.string({ unit: fc.constantFrom(...'<>[]()/%\\ \n0129.-Rabtrue'), maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(syntax, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
        const lexer = new Lexer(Buffer.from(text, 'latin1'));
        for (let values = 0; lexer.next() !== undefined; values++)
          expect(values).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });

  test('survives a hundred thousand nested arrays and dictionaries', () => {
    expect(parse('['.repeat(100_000))).toBeDefined();
    expect(parse('<</A'.repeat(100_000))).toBeDefined();
  });

  test.each<[string, PdfValue]>([
    ['(a\\(b\\)\\101\\n(c))', new PdfString(Buffer.from('a(b)A\n(c)'))],
    ['(a\\\r\nb\r\nc)', new PdfString(Buffer.from('ab\nc'))],
    ['<48 6 9 7>', new PdfString(Uint8Array.of(0x48, 0x69, 0x70))],
    ['/A#42C', 'ABC'],
    ['/', ''],
    ['--3', -3],
    ['1.118', 1.118],
    ['-.5', -0.5],
    ['7.', 7],
    ['.', 0],
    ['59endobj', 59],
    ['4.5.6', 4.5],
    ['1-2', 1],
    ['.5', 0.5],
    ['-.25', -0.25],
    ['[1 2 R 3]', [new Reference(1, 2), 3]],
    ['[1 2 3 R', [1, new Reference(2, 3)]],
    ['<</A 1/B>>', new Map([['A', 1]])],
    ['<</A[1 2>>', new Map([['A', [1, 2]]])],
    ['<</A 1/A 2>>', new Map([['A', 2]])],
    ['% comment\n7', 7],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  test('says when more bytes might change the result', () => {
    const starved = (text: string): boolean => {
      const lexer = new Lexer(Buffer.from(text));
      lexer.next();
      return lexer.starved;
    };
    expect(starved('12')).toBe(true);
    expect(starved('12 0')).toBe(true);
    expect(starved('<</A 1')).toBe(true);
    expect(starved('12 /A')).toBe(false);
    expect(starved('[1 2]')).toBe(false);
  });
});
