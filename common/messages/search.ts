import { section } from './section.ts';

/** Texts of the part `search`. */
export const search = section({
  en: { title: 'Search network' },
  pt: { title: 'Buscar na rede' },
  es: { title: 'Buscar en la red' },
});
