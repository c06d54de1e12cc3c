import { section } from './section.ts';

/** Texts of the part `settings`. */
export const settings = section({
  en: { title: 'Settings' },
  pt: { title: 'Configurações' },
  es: { title: 'Ajustes' },
});
