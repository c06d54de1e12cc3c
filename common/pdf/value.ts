/**
 * A PDF object as TypeScript sees it: a name is a `string` (bytes as Latin-1, `#xx` decoded), a string is a
 * `PdfString`, a stream object is a `PdfStream`. @see ISO 32000-1 7.3
 */
export type PdfValue =
  | null
  | boolean
  | number
  | string
  | PdfString
  | Reference
  | PdfValue[]
  | PdfDict
  | PdfStream;

/** A dictionary; the last of two equal keys wins. */
export type PdfDict = Map<string, PdfValue>;

/** The bytes of a literal or hexadecimal string, still encrypted in an encrypted document. */
export class PdfString {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** An indirect reference, `12 0 R`. Generations are kept but not compared: files in the world get them wrong. */
export class Reference {
  readonly number: number;
  readonly generation: number;
  constructor(number: number, generation: number) {
    this.number = number;
    this.generation = generation;
  }
}

/** A stream object: its dictionary, and where in the file its data begins. */
export class PdfStream {
  readonly dict: PdfDict;
  /** offset of the first byte of data */
  readonly dataBegin: number;
  readonly number: number;
  readonly generation: number;
  constructor(dict: PdfDict, dataBegin: number, number: number, generation: number) {
    this.dict = dict;
    this.dataBegin = dataBegin;
    this.number = number;
    this.generation = generation;
  }
}

/** What stands where a value was expected and is none: `endobj`, `stream`, `>>`, an operator. */
export class Keyword {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The dictionary that `value` is, or that the stream object `value` has. */
export function dictOf(value: PdfValue | undefined): PdfDict | undefined {
  if (value instanceof Map) return value;
  return value instanceof PdfStream ? value.dict : undefined;
}

/** `value` if it is a non-negative integer. */
export function naturalOf(value: PdfValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
