import { Lexer } from './lexer.ts';
import { Keyword, naturalOf, type PdfDict, type PdfValue } from './value.ts';

/** Objects kept in a stream object. @see ISO 32000-1 7.5.7 */
export class ObjectStream {
  /** object number of each member */
  readonly numbers: readonly number[];
  /** decoded content */
  readonly data: Uint8Array;
  readonly #offsets: readonly number[];

  private constructor(numbers: readonly number[], offsets: readonly number[], data: Uint8Array) {
    this.numbers = numbers;
    this.data = data;
    this.#offsets = offsets;
  }

  /** Reads the header of decoded `data`; damaged data counts as far as it goes. */
  static read(dict: PdfDict, data: Uint8Array): ObjectStream {
    const first = naturalOf(dict.get('First')) ?? 0;
    const count = naturalOf(dict.get('N')) ?? 0;
    const lexer = new Lexer(data);
    const numbers: number[] = [];
    const offsets: number[] = [];
    while (numbers.length < count) {
      const number = lexer.natural();
      const offset = number === undefined ? undefined : lexer.natural();
      if (number === undefined || offset === undefined) break;
      numbers.push(number);
      offsets.push(first + offset);
    }
    return new ObjectStream(numbers, offsets, data);
  }

  /** Place of object `number`, which should be `index`; -1 if it is not a member. */
  placeOf(number: number, index: number): number {
    return this.numbers[index] === number ? index : this.numbers.indexOf(number);
  }

  /** The value of the member at `place`. */
  member(place: number): PdfValue {
    const offset = this.#offsets[place];
    if (offset === undefined || offset >= this.data.length) return null;
    const value = new Lexer(this.data, offset).next();
    return value === undefined || value instanceof Keyword ? null : value;
  }
}
