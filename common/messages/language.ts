import { LANGUAGES, type Language } from './section.ts';

/**
 * The language for somebody who wishes `wish`: a language, or `auto`, which is what LC_ALL, LC_MESSAGES and LANG say, else the
 * system. English where nobody names a language that we speak.
 *
 * @param system the system's own locale, `pt-BR`
 */
export function pickLanguage(
  wish: string,
  env: Readonly<Record<string, string | undefined>>,
  system = new Intl.DateTimeFormat().resolvedOptions().locale,
): Language {
  const { LC_ALL: all, LC_MESSAGES: texts, LANG: lang } = env;
  // what is set to nothing does not count, but "C" does: it wants no other language
  const locale = [all, texts, lang].find((value) => value !== undefined && value !== '');
  return languageOf(wish) ?? languageOf(locale ?? system) ?? 'en';
}

/** the language of `pt`, `pt_BR.UTF-8` or `pt-BR` */
function languageOf(locale: string): Language | undefined {
  const [code = ''] = locale.toLowerCase().split(/[_.@-]/);
  return LANGUAGES.find((language) => language === code);
}
