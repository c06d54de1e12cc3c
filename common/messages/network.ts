import { section } from './section.ts';

/** Texts of the part `network`. */
export const network = section({
  en: { title: 'Network' },
  pt: { title: 'Rede' },
  es: { title: 'Red' },
});
