import type { PagePicture } from '../operations/operations.ts';

/** The pictures used last. */
export interface PictureCache {
  get(key: string): PagePicture | undefined;
  put(key: string, picture: PagePicture): void;
}

/** @param maxCharacters of all pictures together, as they travel */
export function createPictureCache(maxCharacters: number): PictureCache {
  const pictures = new Map<string, PagePicture>(); // the newest last
  let characters = 0;
  const drop = (key: string): void => {
    characters -= pictures.get(key)?.rgb.length ?? 0;
    pictures.delete(key);
  };
  return {
    get(key) {
      const found = pictures.get(key);
      if (found === undefined) return undefined;
      pictures.delete(key);
      pictures.set(key, found);
      return found;
    },
    put(key, picture) {
      drop(key);
      pictures.set(key, picture);
      characters += picture.rgb.length;
      for (const oldest of pictures.keys()) {
        if (characters <= maxCharacters) break;
        drop(oldest);
      }
    },
  };
}
