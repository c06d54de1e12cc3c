// Not by DataView: V8 keeps a small array on its own heap until somebody asks for its buffer, and messages are many.

/** The number in the four bytes of `bytes` from `at` on, most significant first; missing ones are 0. */
export function u32At(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  const low = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  return high * 0x10000 + low;
}

/** Writes `value` into the four bytes of `bytes` from `at` on, most significant first. */
export function putU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}
