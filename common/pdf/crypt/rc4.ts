/** Encrypts or decrypts with RC4, which Node's OpenSSL no longer offers and PDF up to 1.5 is made of. */
export function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    const at = state[i] as number;
    j = (j + at + (key[i % key.length] as number)) & 255;
    state[i] = state[j] as number;
    state[j] = at;
  }
  const out = new Uint8Array(data.length);
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255;
    const at = state[i] as number;
    j = (j + at) & 255;
    const other = state[j] as number;
    state[i] = other;
    state[j] = at;
    out[n] = (data[n] as number) ^ (state[(at + other) & 255] as number);
  }
  return out;
}
