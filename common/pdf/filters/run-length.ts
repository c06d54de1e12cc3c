const END_OF_DATA = 128;

/**
 * Undoes RunLengthDecode; `undefined` if the result would be longer than `limit` bytes.
 *
 * @see ISO 32000-1 7.4.5
 */
export function decodeRunLength(data: Uint8Array, limit: number): Uint8Array | undefined {
  const total = measure(data);
  if (total > limit) return undefined;
  const out = new Uint8Array(total);
  let length = 0;
  for (let at = 0; at < data.length; ) {
    const code = data[at++] as number;
    if (code === END_OF_DATA) break;
    if (code < END_OF_DATA) {
      const literal = data.subarray(at, at + code + 1);
      out.set(literal, length);
      length += literal.length;
      at += code + 1;
    } else {
      const run = 257 - code;
      out.fill(data[at++] ?? 0, length, length + run);
      length += run;
    }
  }
  return out;
}

function measure(data: Uint8Array): number {
  let total = 0;
  for (let at = 0; at < data.length; ) {
    const code = data[at++] as number;
    if (code === END_OF_DATA) break;
    if (code < END_OF_DATA) {
      total += Math.min(code + 1, data.length - at);
      at += code + 1;
    } else {
      total += 257 - code;
      at++;
    }
  }
  return total;
}
