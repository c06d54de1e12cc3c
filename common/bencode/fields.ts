import type { BencodeDictionary, BencodeValue } from './decode.ts';

/** `value` if it is a dictionary. */
export function asDictionary(value: BencodeValue | undefined): BencodeDictionary | undefined {
  return value instanceof Map ? value : undefined;
}

/** `value` if it is a list. */
export function asList(value: BencodeValue | undefined): BencodeValue[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** `value` if it is a byte string: a view of what was decoded. */
export function asBytes(value: BencodeValue | undefined): Uint8Array | undefined {
  return value instanceof Uint8Array ? value : undefined;
}

/** `value` if it is an integer of at least 0 that a `number` holds exactly. */
export function asCount(value: BencodeValue | undefined): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

/** `value` if it is a byte string that is UTF-8. */
export function asText(value: BencodeValue | undefined): string | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  try {
    return strictUtf8.decode(value);
  } catch {
    return undefined; // not UTF-8
  }
}

// a byte order mark is part of the text, else encode after decode would lose it
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
