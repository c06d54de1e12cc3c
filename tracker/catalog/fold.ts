/** Letters that people type without their stroke or ligature, though Unicode does not decompose them. */
const UNDECOMPOSED = new Map(
  Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h' }),
);
const UNDECOMPOSED_LETTER = new RegExp(`[${[...UNDECOMPOSED.keys()].join('')}]`, 'g');

/** What needs no folding but that of case: most names, and ten times as quick. */
const ASCII_ONLY = /^[\0-\x7f]*$/;

/**
 * `text` as it is compared in a search: without case, accents and compatibility forms (full width, ligatures), so
 * that "introducao" is "Introdução".
 *
 * @see Unicode Standard Annex 15, NFKD
 */
export function fold(text: string): string {
  if (ASCII_ONLY.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(UNDECOMPOSED_LETTER, (letter) => UNDECOMPOSED.get(letter) ?? letter);
}

/** The words of `text`, folded: runs of letters and digits. */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
