import type { ByteRange } from '../range.ts';
import type { ByteReader } from './byte-reader.ts';
import { isSpace, latin1 } from './characters.ts';
import type { ObjectAt } from './object-at.ts';
import { serialise } from './serialise.ts';
import { type PdfDict, PdfStream, type PdfValue, Reference } from './value.ts';

/** The second line says by its high bytes that the file is binary. @see ISO 32000-1 7.5.2 */
const HEADER = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');
/** Kind, offset or container, generation or index. */
const WIDTHS = [1, 5, 3] as const;
const ROW_BYTES = 9;
/** More than `endstream`, white space and `endobj`. */
const TAIL_BYTES = 64;

interface Row {
  readonly kind: number;
  readonly place: number;
  readonly minor: number;
}

/** Puts a PDF together from objects of another file and new ones. */
export class PdfWriter {
  readonly #pieces: (ByteRange | Uint8Array)[] = [HEADER];
  readonly #rows = new Map<number, Row>();
  readonly #referred = new Set<number>();
  readonly #synthetic = new Set<number>();
  readonly #maxNumber: number;
  #length = HEADER.length;
  #highest = 0;

  /** @param maxNumber references to higher object numbers are left dangling */
  constructor(maxNumber: number) {
    this.#maxNumber = maxNumber;
  }

  /**
   * A reference to an object that is yet to be added. Its number is above all that were noted before, so that
   * nothing in the original refers to it by chance.
   */
  newReference(): Reference {
    this.#highest++;
    return new Reference(this.#highest, 0);
  }

  /** Whether object `number` was added as a new one. */
  isSynthetic(number: number): boolean {
    return this.#synthetic.has(number);
  }

  /** Adds an object of the original, byte by byte; what is missing at its end is added. */
  copyObject(reader: ByteReader, object: ObjectAt, end: number): void {
    this.#note(object.number, { kind: 1, place: this.#length, minor: object.generation });
    this.noteReferences(object.value);
    const tail = reader.read(Math.max(object.begin, end - TAIL_BYTES), end);
    let spaces = 0;
    while (isSpace(tail[tail.length - 1 - spaces])) spaces++;
    this.#addRange({ begin: object.begin, end: end - spaces });
    this.#addText(missingEnd(latin1(tail, 0, tail.length - spaces), object.value instanceof PdfStream));
  }

  /** Adds a member of an object stream that was copied. */
  addMember(number: number, container: number, index: number): void {
    this.#note(number, { kind: 2, place: container, minor: index });
  }

  /** Adds a new object. It must hold no strings: an encrypted document would take them for ciphertext. */
  addObject({ number, generation }: Reference, value: PdfDict): void {
    this.#note(number, { kind: 1, place: this.#length, minor: generation });
    this.#synthetic.add(number);
    this.noteReferences(value);
    this.#addText(`${number} ${generation} obj\n${serialise(value)}\nendobj\n`);
  }

  /** Remembers what `value` refers to: objects that never come are declared free, or readers complain. */
  noteReferences(value: PdfValue): void {
    if (value instanceof Reference) this.#refer(value.number);
    else if (Array.isArray(value)) for (const item of value) this.noteReferences(item);
    else if (value instanceof Map) for (const item of value.values()) this.noteReferences(item);
    else if (value instanceof PdfStream) this.noteReferences(value.dict);
  }

  /**
   * Ends the file with its cross-reference stream.
   *
   * @param trailer Encrypt and ID, if the document is encrypted
   */
  finish(root: Reference, trailer: PdfDict): (ByteRange | Uint8Array)[] {
    this.#declareFree();
    const { number } = this.newReference();
    const offset = this.#length;
    this.#note(number, { kind: 1, place: offset, minor: 0 });
    const numbers = [...this.#rows.keys()].sort((a, b) => a - b);
    const dict = new Map<string, PdfValue>([
      ['Type', 'XRef'],
      ['Size', (numbers.at(-1) ?? 0) + 1],
      ['Root', root],
      ...trailer,
      ['W', [...WIDTHS]],
      ['Index', subsections(numbers)],
      ['Length', numbers.length * ROW_BYTES],
    ]);
    this.#addText(`${number} 0 obj\n${serialise(dict)}\nstream\n`);
    this.#pieces.push(this.#encodeRows(numbers));
    this.#pieces.push(Buffer.from(`\nendstream\nendobj\nstartxref\n${offset}\n%%EOF\n`, 'latin1'));
    return this.#pieces;
  }

  #refer(number: number): void {
    if (number > this.#maxNumber) return;
    this.#referred.add(number);
    this.#highest = Math.max(this.#highest, number);
  }

  #declareFree(): void {
    this.#rows.set(0, { kind: 0, place: 0, minor: 65_535 });
    for (const number of this.#referred) {
      if (!this.#rows.has(number)) this.#rows.set(number, { kind: 0, place: 0, minor: 0 });
    }
  }

  #note(number: number, row: Row): void {
    this.#rows.set(number, row);
    this.#highest = Math.max(this.#highest, number);
  }

  #addRange(range: ByteRange): void {
    this.#pieces.push(range);
    this.#length += range.end - range.begin;
  }

  #addText(text: string): void {
    this.#pieces.push(Buffer.from(text, 'latin1'));
    this.#length += text.length;
  }

  #encodeRows(numbers: readonly number[]): Uint8Array {
    const bytes = new Uint8Array(numbers.length * ROW_BYTES);
    const view = new DataView(bytes.buffer);
    for (const [at, number] of numbers.entries()) {
      const row = this.#rows.get(number) ?? { kind: 0, place: 0, minor: 0 };
      const begin = at * ROW_BYTES;
      view.setUint8(begin, row.kind);
      view.setUint8(begin + 1, Math.floor(row.place / 2 ** 32));
      view.setUint32(begin + 2, row.place % 2 ** 32);
      view.setUint8(begin + 6, row.minor >>> 16);
      view.setUint16(begin + 7, row.minor & 0xffff);
    }
    return bytes;
  }
}

function missingEnd(tail: string, isStream: boolean): string {
  const hasEnd = tail.endsWith('endobj');
  const isOpen = isStream && !(hasEnd ? tail.slice(0, -6) : tail).trimEnd().endsWith('endstream');
  if (isOpen) return '\nendstream\nendobj\n';
  return hasEnd ? '\n' : '\nendobj\n';
}

function subsections(numbers: readonly number[]): number[] {
  const index: number[] = [];
  for (const [at, number] of numbers.entries()) {
    if (at > 0 && number === (numbers[at - 1] ?? 0) + 1) index.push((index.pop() ?? 0) + 1);
    else index.push(number, 1);
  }
  return index;
}
