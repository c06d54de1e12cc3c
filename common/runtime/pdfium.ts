import { type PDFiumDocument, PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';

/** WebAssembly's unit of memory, bytes. */
const WASM_PAGE = 65_536;

/** What is needed of `WebAssembly.Memory`, which the compiler's libraries do not know outside of browsers. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** PDFium in this thread; loading takes some ten ms and 20 MB. After a call that failed it may be in disorder. */
export interface Pdfium {
  /** @throws {Error} for what PDFium does not open */
  withDocument<T>(bytes: Uint8Array, use: (document: PDFiumDocument) => T): Promise<T>;
  /** bytes of its memory, which never shrinks */
  memory(): number;
}

/** Loads PDFium. What it would need beyond `maxBytes` of memory it does not get, and fails. */
export async function loadPdfium(maxBytes: number): Promise<Pdfium> {
  const library = await PDFiumLibrary.init();
  // TypeScript lets bracket access reach private members
  const { memory } = library['module'].wasmExports as unknown as { readonly memory: WasmMemory };
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * WASM_PAGE > maxBytes) throw new RangeError('no more memory');
    return grow(pages);
  };
  return {
    async withDocument(bytes, use) {
      const document = await library.loadDocument(bytes);
      try {
        return use(document);
      } finally {
        document.destroy();
      }
    },
    memory: () => memory.buffer.byteLength,
  };
}

/** What `use` makes of the page at `index`; `undefined` for a page that PDFium does not open. */
export function withPage<T>(
  document: PDFiumDocument,
  index: number,
  use: (page: PDFiumPage) => T,
): T | undefined {
  const page = document.getPage(index);
  const [handle, module] = [page['pageIdx'], page['module']];
  if (handle === 0) return undefined;
  try {
    return use(page);
  } finally {
    module._FPDF_ClosePage(handle); // the wrapper leaves it open, and with it everything on the page
  }
}
