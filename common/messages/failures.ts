import { section } from './section.ts';

/** Texts of the part `failures`. */
export const failures = section({
  en: { title: 'Failures' },
  pt: { title: 'Falhas' },
  es: { title: 'Fallos' },
});
