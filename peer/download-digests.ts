import type { PartialContent } from './content/content.ts';
import type { Wanted } from './search/search.ts';
import { GrowingFile, type WholeVerdict } from './verify/verify.ts';

/** What a document is as a whole, found out while it arrives. */
export interface Digests extends AsyncDisposable {
  /** whether they are those published, and were not taken */
  readonly believed: boolean;
  /** To be asked when every leaf is on disk. @throws as `verifyWhole` */
  verdict(): Promise<WholeVerdict>;
}

/**
 * Takes MD5 and SHA-256 of the document that arrives in `content`.
 *
 * @param believe those published, where both are, are good enough: every leaf is verified. (docs/decisions/0028)
 */
export function digestsOf(
  content: PartialContent,
  { sha256, md5 }: Pick<Wanted, 'sha256' | 'md5'>,
  believe: boolean,
  signal: AbortSignal,
): Digests {
  if (believe && sha256 !== undefined && md5 !== undefined) {
    const verdict = () => Promise.resolve({ sha256, md5, piecesOk: true });
    return { believed: true, verdict, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { info, map } = content.description;
  const pieces = map === undefined ? undefined : info; // without a map it is pieces that are verified as they come
  const growing = new GrowingFile({ path: content.path, size: info.length, pieces, signal });
  const forget = content.onLeaf(() => growing.grew(content.heldPrefix));
  growing.grew(content.heldPrefix);
  return {
    believed: false,
    verdict: () => growing.verdict(),
    [Symbol.asyncDispose]: async () => {
      forget();
      await growing[Symbol.asyncDispose]();
    },
  };
}
