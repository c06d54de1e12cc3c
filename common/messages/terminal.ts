import { section } from './section.ts';

/** Texts of the part `terminal`. */
export const terminal = section({
  en: { title: 'Help' },
  pt: { title: 'Ajuda' },
  es: { title: 'Ayuda' },
});
