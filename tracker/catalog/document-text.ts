import type { Publication } from '../../common/tracker-api/publication.ts';
import { wordsOf } from './fold.ts';

/** What a search compares of one document: per field the folded words, each with a blank before it. */
export interface DocumentText {
  readonly all: string;
  readonly fields: readonly { readonly text: string; readonly weight: number }[];
}

// a name says best what a document is; keywords are often a list of everything
const WEIGHTS = { name: 8, title: 6, alias: 4, author: 4, subject: 2, keywords: 1 };

/** The searchable text of a publication and the other names of its bytes. */
export function documentText(publication: Publication, aliases: readonly string[]): DocumentText {
  const fields = [
    { text: spaced(publication.name), weight: WEIGHTS.name },
    { text: spaced(publication.title), weight: WEIGHTS.title },
    { text: spaced(aliases.join(' ')), weight: WEIGHTS.alias },
    { text: spaced(publication.author), weight: WEIGHTS.author },
    { text: spaced(publication.subject), weight: WEIGHTS.subject },
    { text: spaced(publication.keywords), weight: WEIGHTS.keywords },
  ].filter(({ text }) => text !== '');
  return { all: fields.map(({ text }) => text).join(''), fields };
}

/**
 * How well `words` (folded) fit: 0 unless every one of them occurs. A word counts by the best field it occurs in,
 * double where it begins a word there, once more where it is the whole word; so that "art" finds "Art" before
 * "article" before "smart".
 */
export function scoreOf(document: DocumentText, words: readonly string[]): number {
  if (!words.every((word) => document.all.includes(word))) return 0;
  return words.reduce(
    (sum, word) => sum + Math.max(...document.fields.map((field) => weightIn(field, word))),
    0,
  );
}

function weightIn({ text, weight }: DocumentText['fields'][number], word: string): number {
  if (!text.includes(word)) return 0;
  if (!text.includes(` ${word}`)) return weight;
  return text.includes(` ${word} `) || text.endsWith(` ${word}`) ? 3 * weight : 2 * weight;
}

function spaced(text: string): string {
  return wordsOf(text)
    .map((word) => ` ${word}`)
    .join('');
}
