import { describe, expect, test } from '@jest/globals';
import { decodeMessage } from '../../../../common/wire/decode-message.ts';
import { frameLimits } from '../../../../common/wire/frame-limits.ts';
import { FrameReader } from '../../../../common/wire/frame-reader.ts';
import { BlockLayouter } from '../../../../peer/seed/block-frames.ts';

const KIB16 = 16 * 1024;
const CAPACITY = 8 * (KIB16 + 13);
const blocks = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ piece: 2, begin: index * KIB16, length: KIB16 }));

describe('BlockLayouter', () => {
  test('lays out what any client reads as the blocks that were asked for', () => {
    const asked = [
      { piece: 3, begin: 5, length: 1 },
      { piece: 3, begin: 6, length: KIB16 },
      { piece: 4, begin: 0, length: 333 },
    ];
    const { bytes, places } = new BlockLayouter(CAPACITY).layOut(asked);
    for (const [index, place] of places.entries()) place.fill(index + 1);
    const heard: object[] = [];
    const reader = new FrameReader(frameLimits(5), (frame) => {
      const message = decodeMessage(frame);
      if (message?.type !== 'piece') throw new Error('something else');
      const { piece, begin, data } = message;
      heard.push({ piece, begin, length: data.length, of: [...new Set(data)] });
    });
    reader.push(bytes);
    expect(heard).toEqual(asked.map((block, index) => ({ ...block, of: [index + 1] })));
    expect(reader.pending).toBe(0);
  });

  test('uses a buffer again once it was given back, and not before', () => {
    const layouter = new BlockLayouter(CAPACITY);
    const first = layouter.layOut(blocks(8));
    const second = layouter.layOut(blocks(8));
    expect(second.bytes.buffer).not.toBe(first.bytes.buffer);
    first.giveBack();
    expect(layouter.layOut(blocks(7)).bytes.buffer).toBe(first.bytes.buffer);
  });
});
