import { section } from './section.ts';

/** Texts of the part `app`. */
export const app = section({
  en: { title: 'Pageswarm' },
  pt: { title: 'Pageswarm' },
  es: { title: 'Pageswarm' },
});
