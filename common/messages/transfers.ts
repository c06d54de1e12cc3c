import { section } from './section.ts';

/** Texts of the part `transfers`. */
export const transfers = section({
  en: { title: 'Transfers' },
  pt: { title: 'Transferências' },
  es: { title: 'Transferencias' },
});
