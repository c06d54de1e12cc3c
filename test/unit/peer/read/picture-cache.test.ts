import { describe, expect, test } from '@jest/globals';
import { createPictureCache } from '../../../../peer/read/picture-cache.ts';

function aPicture(characters: number) {
  return { width: 1, height: 1, rgb: 'x'.repeat(characters) };
}

describe('createPictureCache', () => {
  test('forgets the picture that was used longest ago', () => {
    const cache = createPictureCache(100);
    cache.put('a', aPicture(40));
    cache.put('b', aPicture(40));
    cache.get('a');
    cache.put('c', aPicture(40));
    expect(['a', 'b', 'c'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
  });

  test('counts a picture once that is put again, and keeps none that is too large', () => {
    const cache = createPictureCache(100);
    for (let times = 0; times < 5; times++) cache.put('a', aPicture(60));
    cache.put('b', aPicture(40));
    expect(cache.get('a')).toBeDefined();
    cache.put('c', aPicture(101));
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([undefined, undefined, undefined]);
  });
});
