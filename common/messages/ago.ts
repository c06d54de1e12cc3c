import { formatAge } from '../text/format.ts';
import { section } from './section.ts';

/** How long ago something was, on screens and in print: `8 s ago`. Takes ms. */
export const ago = section({
  en: (ms: number) => `${formatAge(ms)} ago`,
  pt: (ms) => `há ${formatAge(ms)}`,
  es: (ms) => `hace ${formatAge(ms)}`,
});
