import type { ByteRange } from '../range.ts';
import type { ByteReader } from './byte-reader.ts';
import { createDecryption, type Decryption } from './crypt/decryption.ts';
import { type StreamExtent, streamExtent } from './extent.ts';
import { type DecodeBudget, decodeFilters, filterStages } from './filters/decode-filters.ts';
import { type ObjectAt, readObjectAt } from './object-at.ts';
import { ObjectStream } from './object-stream.ts';
import { RecentlyUsed } from './recently-used.ts';
import { dictOf, naturalOf, type PdfDict, PdfStream, PdfString, type PdfValue, Reference } from './value.ts';
import type { Xref } from './xref-chain.ts';
import { AT_OFFSET, IN_OBJECT_STREAM, type XrefEntries } from './xref-entries.ts';

/** Decoded object streams that are kept: neighbouring pages use the same few. */
const OBJECT_STREAM_CACHE_BYTES = 16_777_216;
/** Parsed objects that are kept: shared resources and the path in the page tree. */
const VALUE_CACHE_COUNT = 512;
/** References may lead to references, but not in circles. */
const MAX_REFERENCE_STEPS = 16;
/** Stream data of this length is not read into memory to be decoded. */
const MAX_ENCODED_BYTES = 67_108_864;

/** What opening and reading a document may use up. */
export interface Limits {
  /** bytes that may be decompressed */
  readonly budget: DecodeBudget;
  /** called often; throws to give up (time, cancellation) */
  readonly checkpoint: () => void;
}

/** The cross-reference table says that an object is where it is not: the file must be searched. */
export class BrokenXref extends Error {
  readonly object: number;
  constructor(object: number) {
    super(`object ${object} is not where the cross-reference table says`);
    this.name = 'BrokenXref';
    this.object = object;
  }
}

/** A PDF whose cross-reference table is known: gives objects by number. */
export class PdfDocument {
  readonly reader: ByteReader;
  readonly entries: XrefEntries;
  readonly trailer: PdfDict;
  /** where the cross-reference sections stand */
  readonly extents: readonly ByteRange[];
  readonly limits: Limits;
  /** why encrypted content cannot be read; empty if there is none or it can */
  readonly locked: string;
  readonly decryption: Decryption | undefined;
  /** the encryption dictionary, without references */
  readonly encryption: PdfDict | undefined;
  readonly #shift: number;
  readonly #isAbsent: (number: number) => boolean;
  readonly #values = new RecentlyUsed<PdfValue>(VALUE_CACHE_COUNT);
  readonly #objectStreams = new RecentlyUsed<ObjectStream>(OBJECT_STREAM_CACHE_BYTES);
  /** object streams that are being read or cannot be: their members are null, at no further cost */
  readonly #unreadable = new Set<number>();
  #offsets: Float64Array | undefined;

  /**
   * @param isAbsent asked of an object that is not where the table says: true if the file does not have it at all,
   *   and then it is null; false makes reading it throw `BrokenXref`
   */
  constructor(reader: ByteReader, xref: Xref, limits: Limits, isAbsent: (number: number) => boolean) {
    this.reader = reader;
    this.entries = xref.entries;
    this.trailer = xref.trailer;
    this.extents = xref.extents;
    this.limits = limits;
    this.#shift = xref.shift;
    this.#isAbsent = isAbsent;
    this.encryption = this.#resolvedDict(this.trailer.get('Encrypt'));
    const decryption = this.#createDecryption();
    this.decryption = typeof decryption === 'string' ? undefined : decryption;
    this.locked = typeof decryption === 'string' ? decryption : '';
    this.#values.clear();
  }

  /** The object `number`; null if there is none. @throws {BrokenXref} */
  load(number: number): PdfValue {
    const known = this.#values.get(number);
    if (known !== undefined) return known;
    this.limits.checkpoint();
    const slot = this.entries.slotOf(number);
    const kind = slot < 0 ? undefined : this.entries.kinds[slot];
    let value: PdfValue = null;
    if (kind === AT_OFFSET) value = this.objectAt(number)?.value ?? null;
    if (kind === IN_OBJECT_STREAM) value = this.#member(number, slot);
    this.#values.set(number, value, 1);
    return value;
  }

  /** `value`, or what it refers to; `undefined` counts as null. */
  resolve(value: PdfValue | undefined): PdfValue {
    let at: PdfValue = value ?? null;
    for (let step = 0; at instanceof Reference && step < MAX_REFERENCE_STEPS; step++)
      at = this.load(at.number);
    return at instanceof Reference ? null : at;
  }

  /** The dictionary that `value` is or refers to. */
  dict(value: PdfValue | undefined): PdfDict | undefined {
    return dictOf(this.resolve(value));
  }

  /** The object `number` as it stands in the file; `undefined` if it is in an object stream or absent. */
  objectAt(number: number): ObjectAt | undefined {
    const slot = this.entries.slotOf(number);
    if (slot < 0 || this.entries.kinds[slot] !== AT_OFFSET) return undefined;
    const offset = this.entries.places[slot] as number;
    let object = readObjectAt(this.reader, offset);
    if (object?.number !== number && this.#shift > 0)
      object = readObjectAt(this.reader, offset + this.#shift);
    if (object?.number === number) return object;
    if (this.#isAbsent(number)) return undefined;
    throw new BrokenXref(number);
  }

  /** Where the data of `stream` ends. */
  extentOf(stream: PdfStream): StreamExtent {
    const length = naturalOf(this.resolve(stream.dict.get('Length')));
    return streamExtent(this.reader, stream.dataBegin, length, this.#nextOffset(stream.dataBegin));
  }

  /** Decrypted and decoded data; `undefined` if a filter is not known, it is locked, or beyond the limits. */
  dataOf(stream: PdfStream): Uint8Array | undefined {
    const { dataEnd } = this.extentOf(stream);
    if (dataEnd - stream.dataBegin > MAX_ENCODED_BYTES) return undefined;
    const stages = filterStages(stream.dict, (value) => this.resolve(value));
    const data = this.#decrypted(stream, this.reader.read(stream.dataBegin, dataEnd), cryptFilterOf(stages));
    return data === undefined ? undefined : decodeFilters(data, stages, this.limits.budget);
  }

  /** The object stream `number`; `undefined` if it is none or cannot be read. */
  objectStream(number: number): ObjectStream | undefined {
    const known = this.#objectStreams.get(number);
    if (known !== undefined) return known;
    if (this.#unreadable.has(number)) return undefined;
    this.#unreadable.add(number); // its own /Length may lie in it
    const stream = this.objectAt(number)?.value;
    if (!(stream instanceof PdfStream) || !isObjectStream(stream.dict)) return undefined;
    const data = this.dataOf(stream);
    if (data === undefined) return undefined;
    const header = new Map([...stream.dict].map(([key, value]) => [key, this.resolve(value)] as const));
    const read = ObjectStream.read(header, data);
    this.#unreadable.delete(number);
    this.#objectStreams.set(number, read, data.length + read.numbers.length * 16);
    return read;
  }

  #member(number: number, slot: number): PdfValue {
    const container = this.objectStream(this.entries.places[slot] as number);
    if (container === undefined) return null;
    return container.member(container.placeOf(number, this.entries.minors[slot] as number));
  }

  #decrypted(stream: PdfStream, data: Uint8Array, cryptFilter: string | undefined): Uint8Array | undefined {
    const type = stream.dict.get('Type');
    if (type === 'XRef') return data;
    if (this.locked !== '') return undefined;
    if (this.decryption === undefined) return data;
    if (type === 'Metadata' && !this.decryption.encryptMetadata) return data;
    return this.decryption.stream(data, stream, cryptFilter);
  }

  #createDecryption(): Decryption | string | undefined {
    if (this.encryption === undefined) return undefined;
    const id = this.resolve(this.trailer.get('ID'));
    const first = Array.isArray(id) ? this.resolve(id[0]) : null;
    return createDecryption(this.encryption, first instanceof PdfString ? first.bytes : new Uint8Array(0));
  }

  /** The encryption dictionary without references, two levels deep (CF and its filters). */
  #resolvedDict(value: PdfValue | undefined, depth = 0): PdfDict | undefined {
    const dict = this.dict(value);
    if (dict === undefined) return undefined;
    return new Map(
      [...dict].map(([key, item]) => {
        const resolved = this.resolve(item);
        return [key, (depth < 2 && this.#resolvedDict(resolved, depth + 1)) || resolved] as const;
      }),
    );
  }

  /** Offset of the first object or section after `offset`: a search for `endstream` stops there. */
  #nextOffset(offset: number): number {
    this.#offsets ??= this.#sortedOffsets();
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#offsets[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.min(this.reader.size, this.#offsets[low] ?? this.reader.size);
  }

  #sortedOffsets(): Float64Array {
    const { kinds, places, size } = this.entries;
    const offsets = new Float64Array(size + this.extents.length);
    let count = 0;
    for (let slot = 0; slot < size; slot++) {
      if (kinds[slot] === AT_OFFSET) offsets[count++] = (places[slot] as number) + this.#shift;
    }
    for (const section of this.extents) offsets[count++] = section.begin;
    return offsets.subarray(0, count).sort();
  }
}

/** Extraction knows object streams by this alone, so nothing else counts as one. */
export function isObjectStream(dict: PdfDict): boolean {
  return dict.get('Type') === 'ObjStm';
}

function cryptFilterOf(stages: readonly { name: string; parameters: PdfDict }[]): string | undefined {
  const crypt = stages.find((stage) => stage.name === 'Crypt');
  if (crypt === undefined) return undefined;
  const name = crypt.parameters.get('Name');
  return typeof name === 'string' ? name : 'Identity';
}
