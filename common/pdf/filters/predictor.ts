/** How rows of samples were prepared before compression. @see ISO 32000-1 table 8 */
export interface PredictorParameters {
  readonly predictor: number;
  readonly colors: number;
  readonly bitsPerComponent: number;
  readonly columns: number;
}

const TIFF = 2;
const FIRST_PNG = 10;

/**
 * Undoes the predictor; a last row that is cut short is kept as far as it goes. `undefined` for parameters that make
 * no sense.
 *
 * @see ISO 32000-1 7.4.4.4
 */
export function undoPredictor(data: Uint8Array, parameters: PredictorParameters): Uint8Array | undefined {
  const { predictor, colors, bitsPerComponent, columns } = parameters;
  if (predictor < TIFF) return data;
  const rowBytes = Math.ceil((colors * bitsPerComponent * columns) / 8);
  const pixelBytes = Math.max(1, (colors * bitsPerComponent) >> 3);
  if (!(rowBytes > 0 && rowBytes <= 1 << 24)) return undefined;
  if (predictor >= FIRST_PNG) return undoPng(data, rowBytes, pixelBytes);
  return bitsPerComponent === 8 ? undoTiff(data, rowBytes, colors) : undefined;
}

/** Each row is preceded by a byte that names its filter. @see PNG, "Filter algorithms" */
function undoPng(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.ceil(data.length / (rowBytes + 1));
  const out = new Uint8Array(Math.max(0, data.length - rows));
  for (let row = 0; row < rows; row++) {
    const from = row * (rowBytes + 1) + 1;
    const to = row * rowBytes;
    const length = Math.min(rowBytes, data.length - from);
    undoPngRow(data[from - 1] as number, data.subarray(from, from + length), out, to, rowBytes, pixelBytes);
  }
  return out;
}

function undoPngRow(
  filter: number,
  source: Uint8Array,
  out: Uint8Array,
  to: number,
  rowBytes: number,
  pixelBytes: number,
): void {
  for (let i = 0; i < source.length; i++) {
    const left = i >= pixelBytes ? (out[to + i - pixelBytes] as number) : 0;
    const up = to > 0 ? (out[to - rowBytes + i] as number) : 0;
    const upLeft = to > 0 && i >= pixelBytes ? (out[to - rowBytes + i - pixelBytes] as number) : 0;
    out[to + i] = (source[i] as number) + prediction(filter, left, up, upLeft);
  }
}

function prediction(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, upLeft);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

function undoTiff(data: Uint8Array, rowBytes: number, colors: number): Uint8Array {
  const out = data.slice();
  for (let at = 0; at < out.length; at++) {
    if (at % rowBytes >= colors) out[at] = (out[at] as number) + (out[at - colors] as number);
  }
  return out;
}
