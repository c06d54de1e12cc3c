import { readFile, stat } from 'node:fs/promises';
import { remember } from '../../common/remember.ts';
import { writeAtomically } from '../../common/runtime/atomic-write.ts';

/** How quick holders were in earlier downloads, the latest of each. */
export interface Experience extends AsyncDisposable {
  /** bytes/ms that the holder at `address`, `ip:port`, achieved; `undefined` if nothing is known */
  rateOf(address: string): number | undefined;
  /** The holder at `address` achieved `rate`, bytes/ms. */
  achieved(address: string, rate: number): void;
  /** Writes what was learnt since the last time, unless that is going on already. */
  save(): void;
}

/** Holders that are remembered, the latest ones: a school has fewer, and the file stays below 64 KiB. */
const MAX_HOLDERS = 500;
/** A file above this is none of ours, bytes. */
const MAX_FILE = 256 * 1024;
const VERSION = 1;

/**
 * Opens what is remembered in `file`:
 *
 *     { "version": 1, "holders": { "192.0.2.7:8169": 4826000, ... } }    bytes a second, the latest last
 *
 * It only spares guesses: what cannot be read is not known, and what cannot be written is forgotten.
 */
export async function openExperience(file: string): Promise<Experience> {
  const rates = await readRates(file);
  let learnt = false;
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    while (learnt) {
      learnt = false;
      await writeAtomically(file, encodeExperience(rates)).catch(() => undefined);
    }
    writing = undefined;
  };
  const save = (): void => {
    if (learnt) writing ??= write();
  };
  return {
    rateOf: (address) => rates.get(address),
    achieved(address, rate) {
      remember(rates, address, rate, MAX_HOLDERS);
      learnt = true;
    },
    save,
    async [Symbol.asyncDispose]() {
      save();
      await writing;
    },
  };
}

async function readRates(file: string): Promise<Map<string, number>> {
  try {
    return (await stat(file)).size > MAX_FILE ? new Map() : decodeExperience(await readFile(file, 'utf8'));
  } catch {
    return new Map();
  }
}

/** The file's text. @param rates of holders, bytes/ms */
export function encodeExperience(rates: ReadonlyMap<string, number>): string {
  const holders = [...rates].map(([address, rate]) => [address, Math.round(rate * 1000)]);
  return `${JSON.stringify({ version: VERSION, holders: Object.fromEntries(holders) })}\n`;
}

/** What the file's text says, bytes/ms; entries that mean nothing are left out, and a text that is none of ours has none. */
export function decodeExperience(text: string): Map<string, number> {
  const rates = new Map<string, number>();
  try {
    const { version, holders }: { version?: unknown; holders?: unknown } = Object(JSON.parse(text));
    if (version !== VERSION) return rates;
    for (const [address, rate] of Object.entries(Object(holders)).slice(-MAX_HOLDERS))
      if (typeof rate === 'number' && rate > 0 && Number.isFinite(rate)) rates.set(address, rate / 1000);
  } catch {
    // not JSON
  }
  return rates;
}
