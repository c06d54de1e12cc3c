import type { FileRow } from '../../peer/operations/operations.ts';

/** A document that is here and served. */
export function aFileRow(row: Partial<FileRow> = {}): FileRow {
  return {
    sha256: 'e'.repeat(64),
    infoHash: 'a'.repeat(40),
    md5: 'c'.repeat(32),
    name: 'algebra.pdf',
    path: '/home/ana/algebra.pdf',
    size: 1_234_567,
    pages: 300,
    state: 'serving',
    heldPercent: 100,
    inLibrary: false,
    uploadedBytes: 0,
    pagesHeld: 300,
    holders: 3,
    upRate: 0,
    downRate: 0,
    ratio: 0,
    ...row,
  };
}

/** Names that were made to break a screen. */
export const HOSTILE_NAMES: readonly string[] = [
  '\u001b[31mred\u001b[0m\u001b]52;c;cm0gLXJm\u0007.pdf',
  '{bold}tags{/bold}{red-fg}.pdf',
  '\u202egpj.fdp\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627.pdf',
  '👩‍👩‍👧‍👦 📚🇧🇷.pdf',
  '漢字かな交じり文.pdf',
  'Zalgo \u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308.pdf',
  'new\nline\rreturn\ttab.pdf',
  `${'very long '.repeat(400)}.pdf`,
  '\ud800lone surrogate.pdf',
  '',
];
