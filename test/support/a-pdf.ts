import { createHash } from 'node:crypto';

/** What kind of PDF a test wants. */
export interface PdfOptions {
  readonly pages?: number;
  /** bytes that each page needs alone, about */
  readonly bytesPerPage?: number;
  /** other bytes for each number */
  readonly seed?: number;
}

/**
 * A plain PDF: a page tree, one font that all pages share, a line of text on each page, and filling that no two pages
 * have in common. Always the same bytes for the same options.
 */
export function aPdf({ pages = 3, bytesPerPage = 1000, seed = 1 }: PdfOptions = {}): Uint8Array {
  const numbers = Array.from({ length: pages }, (_, index) => 4 + 2 * index);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages} /Kids [${numbers.map((number) => `${number} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (const [index, number] of numbers.entries()) {
    const content = `BT /F1 24 Tf 72 700 Td (Page ${index + 1} of ${seed}) Tj ET\n${filling(`${seed} ${index}`, bytesPerPage)}`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${number + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  }
  return new Uint8Array(Buffer.from(fileOf(objects), 'latin1'));
}

/** Comment lines, which a content stream may have, of digits that nothing else has. */
function filling(name: string, bytes: number): string {
  const lines: string[] = [];
  for (let line = 0; line * 66 < bytes; line++) {
    lines.push(`%${createHash('sha256').update(`${name} ${line}`).digest('hex')}`);
  }
  return lines.join('\n');
}

function fileOf(objects: readonly string[]): string {
  const chunks = ['%PDF-1.4\n'];
  let length = 9;
  const offsets = objects.map((body, index) => {
    const at = length;
    const object = `${index + 1} 0 obj\n${body}\nendobj\n`;
    chunks.push(object);
    length += object.length;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  chunks.push(`xref\n0 ${size}\n0000000000 65535 f \n`, ...offsets);
  chunks.push(`trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`);
  return chunks.join('');
}
