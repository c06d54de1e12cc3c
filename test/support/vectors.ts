import { readFileSync } from 'node:fs';

/** The golden bytes in `test/vectors/<name>.json`; tests run from dist/, the vectors stay where they are. */
export function readVectors<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../test/vectors/${name}.json`, import.meta.url), 'utf8'),
  ) as T;
}

/** Bytes of a hexadecimal text. */
export function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}

/** The `code` of what `run` throws; `undefined` if it throws nothing. */
export function thrownCode(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? `no code: ${String(thrown)}`;
  }
}
