import { CodedError, codeOf, messageOf } from '../errors.ts';
import type { ByteReader } from './byte-reader.ts';
import { type Damage, damageOf } from './damage.ts';
import { BrokenXref, type Limits, type PdfDocument } from './document.ts';
import { type DocumentInfo, NO_INFO, readDocumentInfo } from './document-info.ts';
import { mapDocument } from './map-document.ts';
import { openByFound, openByXref, searchedOnce } from './open-document.ts';
import type { PageMap } from './page-map.ts';
import { readPageTree } from './page-tree.ts';

/** Ordinary documents decompress to some times their size while being mapped; a bomb to a thousand times. */
const MIN_DECODE_BUDGET_BYTES = 1_073_741_824;
const DECODE_BUDGET_PER_BYTE = 8;

/** A page map, or why there is none. */
export type PageMapResult = Mapped | Unmapped;

interface Mapped extends Told {
  readonly mapped: true;
  readonly map: PageMap;
}

interface Unmapped extends Told {
  readonly mapped: false;
  /** a sentence for people, without a full stop */
  readonly reason: string;
}

/** What is told of a document, mapped or not. */
interface Told {
  /** pages, as far as they can be counted; else 0 */
  readonly pages: number;
  readonly info: DocumentInfo;
  /** absent for one that is whole, or whose state cannot be told */
  readonly damage?: Damage;
}

/** How long and how far building may go. */
export interface BuildOptions {
  /** called often; what it throws is thrown on: the way to cancel, or to keep a deadline */
  readonly checkpoint?: () => void;
}

/**
 * Builds the page map of the PDF that `reader` reads. The same bytes give the same map, everywhere.
 *
 * @see docs/protocol/page-map.md
 */
export function buildPageMap(reader: ByteReader, options: BuildOptions = {}): PageMapResult {
  const budget = { bytes: Math.max(MIN_DECODE_BUDGET_BYTES, DECODE_BUDGET_PER_BYTE * reader.size) };
  const limits: Limits = { budget, checkpoint: throttled(options.checkpoint ?? (() => undefined)) };
  try {
    return openAndBuild(reader, limits);
  } catch (error) {
    if (!(codeOf(error) ?? '').startsWith('ERR_PDF_')) throw error;
    return unmapped(messageOf(error));
  }
}

/** By its cross-reference table; by searching where that is broken. */
function openAndBuild(reader: ByteReader, limits: Limits): PageMapResult {
  const found = searchedOnce(reader, limits);
  try {
    const document = openByXref(reader, limits, found);
    const result = document === undefined ? undefined : build(document, false);
    if (result !== undefined && (result.pages > 0 || document?.locked !== '')) return result;
  } catch (error) {
    if (!(error instanceof BrokenXref)) throw error;
  }
  const document = openByFound(reader, limits, found());
  if (document !== undefined) return build(document, true);
  return withDamage(
    unmapped('no page tree can be found in it'),
    damageOf(reader, undefined, { rebuilt: true, pages: 0 }),
  );
}

function build(document: PdfDocument, rebuilt: boolean): PageMapResult {
  const tree = readPageTree(document);
  const pages = tree.pages.length;
  if (document.locked !== '') return unmapped(document.locked, pages);
  const damage = damageOf(document.reader, document, { rebuilt, pages });
  if (pages === 0) return withDamage(unmapped('it has no pages'), damage);
  const map = mapDocument(document, tree, rebuilt);
  if (document.limits.budget.bytes <= 0) {
    throw new CodedError('ERR_PDF_BOMB', 'it decompresses to more than an honest document does');
  }
  return withDamage({ mapped: true, map, pages, info: readDocumentInfo(document) }, damage);
}

function withDamage(result: PageMapResult, damage: Damage | undefined): PageMapResult {
  return damage === undefined ? result : { ...result, damage };
}

function unmapped(reason: string, pages = 0): Unmapped {
  return { mapped: false, reason, pages, info: NO_INFO };
}

/** Asking the clock for each object would cost more than reading it. */
function throttled(checkpoint: () => void): () => void {
  let calls = 0;
  return () => {
    if ((++calls & 63) === 0) checkpoint();
  };
}
