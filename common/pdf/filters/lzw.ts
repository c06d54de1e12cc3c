const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
const MAX_CODES = 4096;

/**
 * Undoes LZW with codes of 9 to 12 bits; `undefined` if the result would be longer than `limit` bytes.
 *
 * @param early 1 if codes grow one code early (the default of /EarlyChange), else 0
 * @see ISO 32000-1 7.4.4
 */
export function decodeLzw(data: Uint8Array, early: number, limit: number): Uint8Array | undefined {
  const prefix = new Uint16Array(MAX_CODES);
  const suffix = new Uint8Array(MAX_CODES);
  const lengths = new Uint16Array(MAX_CODES).fill(1);
  for (let code = 0; code < CLEAR; code++) suffix[code] = code;
  let out = new Uint8Array(Math.min(limit, data.length * 4 + 64));
  let length = 0;
  let free = FIRST_FREE;
  let bits = 9;
  let previous = -1;
  let held = 0;
  let heldBits = 0;
  for (const byte of data) {
    held = ((held << 8) | byte) & 0xff_ffff;
    heldBits += 8;
    if (heldBits < bits) continue;
    heldBits -= bits;
    const code = (held >>> heldBits) & ((1 << bits) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      free = FIRST_FREE;
      bits = 9;
      previous = -1;
      continue;
    }
    if (code > free || (code === free && previous < 0)) break; // damaged: keep what there is
    const isNew = code === free;
    const run = isNew ? (lengths[previous] as number) + 1 : (lengths[code] as number);
    if (length + run > limit) return undefined;
    if (length + run > out.length) out = larger(out, length + run, limit);
    let at = length + run - 1;
    let walk = isNew ? previous : code;
    if (isNew) at--;
    for (; at >= length; at--) {
      out[at] = suffix[walk] as number;
      walk = prefix[walk] as number;
    }
    const first = out[length] as number;
    if (isNew) out[length + run - 1] = first;
    length += run;
    if (previous >= 0 && free < MAX_CODES) {
      prefix[free] = previous;
      suffix[free] = first;
      lengths[free] = (lengths[previous] as number) + 1;
      free++;
      if (free + early >= 1 << bits && bits < 12) bits++;
    }
    previous = code;
  }
  return out.subarray(0, length);
}

function larger(out: Uint8Array<ArrayBuffer>, needed: number, limit: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(Math.min(limit, Math.max(needed, out.length * 2)));
  grown.set(out);
  return grown;
}
