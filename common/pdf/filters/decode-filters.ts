import type { PdfDict, PdfValue } from '../value.ts';
import { decodeAscii85, decodeAsciiHex } from './ascii.ts';
import { inflate } from './flate.ts';
import { decodeLzw } from './lzw.ts';
import { undoPredictor } from './predictor.ts';
import { decodeRunLength } from './run-length.ts';

/**
 * What one stage may give. Page contents, object streams and cross-reference streams stay below; what is larger is
 * a bomb, or a drawing whose resources are then not pruned.
 */
const MAX_STAGE_BYTES = 33_554_432;
/** No writer needs more; each stage of a bomb multiplies. */
const MAX_STAGES = 8;

/** A stage of a stream object's filter chain. */
export interface FilterStage {
  readonly name: string;
  readonly parameters: PdfDict;
}

/** Bytes that may still be decompressed for this document, counted down. */
export interface DecodeBudget {
  bytes: number;
}

/** The stages that /Filter and /DecodeParms name; `resolve` follows references. @see ISO 32000-1 table 5 */
export function filterStages(
  dict: PdfDict,
  resolve: (value: PdfValue | undefined) => PdfValue,
): FilterStage[] {
  const filter = resolve(dict.get('Filter') ?? dict.get('F'));
  const parameters = resolve(dict.get('DecodeParms') ?? dict.get('DP'));
  const names = Array.isArray(filter) ? filter.map(resolve) : [filter];
  const each = Array.isArray(parameters) ? parameters.map(resolve) : [parameters];
  return names.flatMap((name, at) => {
    if (typeof name !== 'string') return [];
    const own = each[at];
    const resolved = [...(own instanceof Map ? own : [])].map(
      ([key, value]) => [key, resolve(value)] as const,
    );
    return [{ name, parameters: new Map(resolved) }];
  });
}

/**
 * Runs `data` through `stages`; `undefined` if one is unknown (images) or its result is beyond the limits.
 */
export function decodeFilters(
  data: Uint8Array,
  stages: readonly FilterStage[],
  budget: DecodeBudget,
): Uint8Array | undefined {
  if (stages.length > MAX_STAGES) return undefined;
  let bytes: Uint8Array | undefined = data;
  for (const stage of stages) {
    const limit = Math.min(MAX_STAGE_BYTES, budget.bytes);
    bytes = decodeStage(bytes, stage, limit);
    budget.bytes -= bytes?.length ?? limit; // a bomb has cost what it was allowed
    if (bytes === undefined || bytes.length > limit) return undefined;
  }
  return bytes;
}

function decodeStage(
  data: Uint8Array,
  { name, parameters }: FilterStage,
  limit: number,
): Uint8Array | undefined {
  switch (name) {
    case 'FlateDecode':
    case 'Fl':
      return predicted(inflate(data, limit), parameters);
    case 'LZWDecode':
    case 'LZW':
      return predicted(decodeLzw(data, numberIn(parameters, 'EarlyChange', 1), limit), parameters);
    case 'ASCII85Decode':
    case 'A85':
      return data.length * 4 > limit ? undefined : decodeAscii85(data);
    case 'ASCIIHexDecode':
    case 'AHx':
      return data.length > limit ? undefined : decodeAsciiHex(data);
    case 'RunLengthDecode':
    case 'RL':
      return decodeRunLength(data, limit);
    case 'Crypt': // undone before the filters
      return data;
    default:
      return undefined;
  }
}

function predicted(data: Uint8Array | undefined, parameters: PdfDict): Uint8Array | undefined {
  if (data === undefined) return undefined;
  return undoPredictor(data, {
    predictor: numberIn(parameters, 'Predictor', 1),
    colors: numberIn(parameters, 'Colors', 1),
    bitsPerComponent: numberIn(parameters, 'BitsPerComponent', 8),
    columns: numberIn(parameters, 'Columns', 1),
  });
}

function numberIn(parameters: PdfDict, key: string, otherwise: number): number {
  const value = parameters.get(key);
  return typeof value === 'number' ? value : otherwise;
}
