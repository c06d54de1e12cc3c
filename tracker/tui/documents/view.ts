import type { Messages } from '../../../common/messages/messages.ts';
import type { Column } from '../../../common/terminal/columns.ts';
import { span } from '../../../common/terminal/line.ts';
import { comparable } from '../../../common/terminal/match.ts';
import type { Sort } from '../../../common/terminal/table-pane.ts';
import { formatBytes } from '../../../common/text/format.ts';
import type { DocumentSummary } from '../../../common/tracker-api/publication.ts';

/** The columns of the published documents. @param now ms since 1970 */
export function documentColumns(messages: Messages, now: () => number): Column<DocumentSummary>[] {
  const { terms } = messages.tracker;
  return [
    { title: terms.name, min: 28, grow: true, priority: 1, cell: ({ name }) => name },
    { title: terms.title, min: 12, max: 36, grow: true, priority: 6, cell: ({ title }) => title },
    { title: terms.author, min: 10, max: 26, grow: true, priority: 7, cell: ({ author }) => author },
    {
      ...right(terms.pages),
      min: 7,
      priority: 4,
      cell: ({ pages }) => (pages === 0 ? '-' : String(pages)),
    },
    { ...right(terms.size), min: 8, priority: 3, cell: ({ size }) => formatBytes(size) },
    { ...right(terms.holders), min: 8, priority: 2, cell: ({ holders }) => holdersCell(holders) },
    {
      ...right(terms.published),
      min: 11,
      priority: 5,
      cell: ({ publishedAt }) => messages.ago(now() - publishedAt),
    },
  ];
}

/** The orders of the published documents: the newest first, then by each column. */
export function documentSorts(messages: Messages): Sort<DocumentSummary>[] {
  const { terms } = messages.tracker;
  const byText = (field: 'name' | 'title' | 'author') => {
    const folded = foldedBy(field);
    return (a: DocumentSummary, b: DocumentSummary) => order(folded(a), folded(b)) || older(a, b);
  };
  return [
    { title: terms.published, compare: (a, b) => -older(a, b) },
    { title: terms.name, compare: byText('name') },
    { title: terms.holders, compare: (a, b) => b.holders - a.holders || older(b, a) },
    { title: terms.size, compare: (a, b) => b.size - a.size },
    { title: terms.pages, compare: (a, b) => b.pages - a.pages },
    { title: terms.title, compare: byText('title') },
    { title: terms.author, compare: byText('author') },
  ];
}

/** What a search in the list looks at: what a search over the network does, no digests, in which `cafe` and `ada` are. */
export function documentText(document: DocumentSummary): string {
  const { name, aliases, title, author, subject, keywords } = document;
  return [name, ...aliases, title, author, subject, keywords].join(' ');
}

/** A document that nobody holds cannot be fetched: it stands out. */
function holdersCell(holders: number) {
  return span(String(holders), holders === 0 ? 'warning' : 'plain');
}

function right(title: string): { readonly title: string; readonly align: 'right' } {
  return { title, align: 'right' };
}

/** Texts as they are put in order, each folded once: 10,000 names are compared 130,000 times. */
function foldedBy(field: 'name' | 'title' | 'author'): (document: DocumentSummary) => string {
  const known = new WeakMap<DocumentSummary, string>();
  return (document) => {
    const before = known.get(document);
    if (before !== undefined) return before;
    const folded = comparable(document[field]);
    known.set(document, folded);
    return folded;
  };
}

/** What has no text comes last. */
function order(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}

function older(a: DocumentSummary, b: DocumentSummary): number {
  return a.publishedAt - b.publishedAt || order(a.sha256, b.sha256);
}
