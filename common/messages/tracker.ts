import { section } from './section.ts';

/** Texts of the part `tracker`. */
export const tracker = section({
  en: { title: 'Tracker' },
  pt: { title: 'Tracker' },
  es: { title: 'Tracker' },
});
