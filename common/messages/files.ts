import { section } from './section.ts';

/** Texts of the part `files`. */
export const files = section({
  en: { title: 'My files' },
  pt: { title: 'Meus arquivos' },
  es: { title: 'Mis archivos' },
});
