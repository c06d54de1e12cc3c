/** Languages of the screens. */
export type Language = 'en' | 'pt' | 'es';
export const LANGUAGES: readonly Language[] = ['en', 'pt', 'es'];

/** The texts of one part of the screens in every language; the compiler misses one that is not translated. */
export function section<Texts>(texts: {
  readonly en: Texts;
  readonly pt: NoInfer<Texts>;
  readonly es: NoInfer<Texts>;
}): Readonly<Record<Language, Texts>> {
  return texts;
}
