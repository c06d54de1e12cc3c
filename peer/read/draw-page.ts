import type { PDFiumPage } from '@hyzyla/pdfium';

/** Red, green, blue of each pixel, rows from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** `3 * width * height` bytes */
  readonly rgb: Uint8Array;
}

/** As in PDFium's `fpdfview.h`: with annotations, red first, and images shrunk by averaging. */
const FLAGS = 0x01 | 0x10 | 0x400;
const BGRX = 3;
const BYTES_PER_PIXEL = 4;
const WHITE = 0xff_ff_ff_ff;

/** The size of a page of `from` pixels, or points, fitted into `room`, its proportions kept; at least one pixel. */
export function fitInto(
  from: { readonly width: number; readonly height: number },
  room: { readonly width: number; readonly height: number },
): { width: number; height: number } {
  const width = Math.max(from.width, Number.MIN_VALUE);
  const height = Math.max(from.height, Number.MIN_VALUE);
  const scale = Math.min(room.width / width, room.height / height);
  const fitted = (length: number, most: number) => Math.min(most, Math.max(1, Math.round(length * scale)));
  return { width: fitted(width, room.width), height: fitted(height, room.height) };
}

/** The page as PDFium draws it, fitted into `room` pixels. @throws {Error} where its memory does not suffice */
export function drawPage(
  page: PDFiumPage,
  room: { readonly width: number; readonly height: number },
): Pixels {
  // TypeScript lets bracket access reach private members; the wrapper's own rendering is for screens with subpixels
  const [handle, module] = [page['pageIdx'], page['module']];
  const points = { width: module._FPDF_GetPageWidth(handle), height: module._FPDF_GetPageHeight(handle) };
  const { width, height } = fitInto(points, room);
  const stride = width * BYTES_PER_PIXEL;
  const at = module.wasmExports.malloc(stride * height);
  if (at === 0) throw new Error('no memory for the picture');
  const bitmap = module._FPDFBitmap_CreateEx(width, height, BGRX, at, stride);
  try {
    if (bitmap === 0) throw new Error('no memory for the picture');
    module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    module._FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, FLAGS);
    return { width, height, rgb: withoutFourth(module.HEAPU8.subarray(at, at + stride * height)) };
  } finally {
    if (bitmap !== 0) module._FPDFBitmap_Destroy(bitmap);
    module.wasmExports.free(at);
  }
}

function withoutFourth(pixels: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((pixels.length / BYTES_PER_PIXEL) * 3);
  for (let pixel = 0, at = 0; pixel < pixels.length; pixel += BYTES_PER_PIXEL) {
    rgb[at++] = pixels[pixel] ?? 0;
    rgb[at++] = pixels[pixel + 1] ?? 0;
    rgb[at++] = pixels[pixel + 2] ?? 0;
  }
  return rgb;
}
