import { section } from './section.ts';

/** Texts of the part `terminal`: what every screen has. */
export const terminal = section({
  en: {
    marked: (count: number) => `${count} marked`,
    sortedBy: (title: string) => `by ${title}`,
    matches: (count: number, all: number) => `${count} of ${all}`,
    noMatch: 'Nothing matches the filter. Esc shows everything.',
  },
  pt: {
    marked: (count: number) => `${count} ${count === 1 ? 'marcado' : 'marcados'}`,
    sortedBy: (title: string) => `por ${title}`,
    matches: (count: number, all: number) => `${count} de ${all}`,
    noMatch: 'Nada corresponde ao filtro. Esc mostra tudo.',
  },
  es: {
    marked: (count: number) => `${count} ${count === 1 ? 'marcado' : 'marcados'}`,
    sortedBy: (title: string) => `por ${title}`,
    matches: (count: number, all: number) => `${count} de ${all}`,
    noMatch: 'Nada coincide con el filtro. Esc muestra todo.',
  },
});
