import { section } from './section.ts';

/** That something was some time ago; the time as `formatAge` gives it. */
export const ago = section({
  en: (age: string) => `${age} ago`,
  pt: (age) => `há ${age}`,
  es: (age) => `hace ${age}`,
});
