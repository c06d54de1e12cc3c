import { CodedError } from '../errors.ts';
import { SlotTable } from './slot-table.ts';

/** What kinds of entries a cross-reference section has. @see ISO 32000-1 table 18 */
export const FREE = 0;
export const AT_OFFSET = 1;
export const IN_OBJECT_STREAM = 2;
export type EntryKind = typeof FREE | typeof AT_OFFSET | typeof IN_OBJECT_STREAM;

/** Memory of the tables stays below 200 MB; the largest documents known have some 2 million objects. */
const MAX_OBJECTS = 4_000_000;
const MAX_OBJECT_NUMBER = 0x7fff_fffe;

/**
 * Where each object is: `kinds`, `places` and `minors` by the slot of its number.
 *
 *     kind                place                        minor
 *     AT_OFFSET           offset in the file           generation
 *     IN_OBJECT_STREAM    number of the object stream  place in it
 */
export class XrefEntries {
  readonly #slots = new SlotTable();
  kinds = new Uint8Array(1024);
  places = new Float64Array(1024);
  minors = new Float64Array(1024);
  numbers = new Int32Array(1024);

  get size(): number {
    return this.#slots.size;
  }

  /** The slot of object `number`; -1 if no section mentions it. */
  slotOf(number: number): number {
    return number > MAX_OBJECT_NUMBER ? -1 : this.#slots.find(number);
  }

  /** Whether object `number` is there and not free. */
  has(number: number): boolean {
    const slot = this.slotOf(number);
    return slot >= 0 && this.kinds[slot] !== FREE;
  }

  /** Notes an entry unless a newer section had one: sections come newest first. */
  addOlder(number: number, kind: EntryKind, place: number, minor: number): void {
    if (number <= MAX_OBJECT_NUMBER && this.#slots.find(number) < 0) this.set(number, kind, place, minor);
  }

  /**
   * Notes an entry, whatever was known of the object.
   *
   * @throws {CodedError} ERR_PDF_TOO_MANY_OBJECTS
   */
  set(number: number, kind: EntryKind, place: number, minor: number): void {
    if (number > MAX_OBJECT_NUMBER) return;
    const slot = this.#slots.add(number);
    if (slot >= this.kinds.length) this.#grow();
    this.kinds[slot] = kind;
    this.places[slot] = place;
    this.minors[slot] = minor;
    this.numbers[slot] = number;
  }

  #grow(): void {
    if (this.size > MAX_OBJECTS) {
      throw new CodedError(
        'ERR_PDF_TOO_MANY_OBJECTS',
        `the PDF lists more than ${MAX_OBJECTS} objects; share it without a page map`,
      );
    }
    const length = this.kinds.length * 2;
    this.kinds = copied(new Uint8Array(length), this.kinds);
    this.places = copied(new Float64Array(length), this.places);
    this.minors = copied(new Float64Array(length), this.minors);
    this.numbers = copied(new Int32Array(length), this.numbers);
  }
}

function copied<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from);
  return to;
}
