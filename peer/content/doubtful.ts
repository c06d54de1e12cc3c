import type { ByteRange } from '../../common/range.ts';
import { lengthOf, totalLength } from '../../common/range.ts';
import type { LooseBytes } from '../library/library.ts';
import { leafIsRight } from '../verify/verify.ts';
import type { Description } from './document-bytes.ts';
import type { PartialContent } from './partial.ts';

/**
 * The leaves of a document that are wrong in `bytes`, ascending.
 *
 * @param told called after each leaf with the bytes that were looked at
 */
export async function wrongLeaves(
  { layout }: Pick<Description, 'layout'>,
  bytes: LooseBytes,
  { signal, told }: { readonly signal: AbortSignal; told(done: number): void },
): Promise<number[]> {
  const wrong: number[] = [];
  let done = 0;
  for (const [leaf, { spans }] of layout.leaves.entries()) {
    signal.throwIfAborted();
    if (!leafIsRight(layout, leaf, await gather(bytes, spans))) wrong.push(leaf);
    done += totalLength(spans);
    told(done);
  }
  return wrong;
}

/** Takes over into `content` what it lacks and what is right in `bytes`. @throws {CodedError} as `PartialContent.store` */
export async function salvage(
  content: PartialContent,
  bytes: LooseBytes,
  signal: AbortSignal,
): Promise<void> {
  const { layout } = content.description;
  for (const [leaf, { spans }] of layout.leaves.entries()) {
    signal.throwIfAborted();
    if (content.holdsLeaf(leaf)) continue;
    const found = await gather(bytes, spans);
    if (leafIsRight(layout, leaf, found)) await content.store(leaf, found);
  }
}

async function gather(bytes: LooseBytes, spans: readonly ByteRange[]): Promise<Uint8Array> {
  const leaf = new Uint8Array(totalLength(spans));
  let at = 0;
  for (const span of spans) {
    leaf.set(await bytes.read(span), at);
    at += lengthOf(span);
  }
  return leaf;
}
