const MARKS = /\p{M}+/gu;

/** `text` as it is compared: without marks on letters, in small letters. */
export function comparable(text: string): string {
  return text.normalize('NFKD').replace(MARKS, '').toLowerCase();
}

/** Whether a `comparable` text has all the words of `filter`, in any order. */
export function matcher(filter: string): (text: string) => boolean {
  const words = comparable(filter).split(/\s+/).filter(Boolean);
  return (text) => words.every((word) => text.includes(word));
}
