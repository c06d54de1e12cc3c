import { LANGUAGES, type Language } from './section.ts';

/** Where a wish for a language may stand. */
export interface LanguageWishes {
  /** `--lang` */
  readonly asked?: string | undefined;
  /** of the settings; `auto` is none */
  readonly stored?: string | undefined;
  /** LC_ALL, LC_MESSAGES and LANG are looked at, in that order */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** what the system says when the environment does not, `pt-BR` */
  readonly system?: string | undefined;
}

/** The first of the wishes that names a language we speak; English without one. */
export function pickLanguage({ asked, stored, env, system }: LanguageWishes): Language {
  const { LC_ALL: all, LC_MESSAGES: texts, LANG: lang } = env;
  // what is set to nothing does not count, but "C" does: it wants no other language
  const locale = [all, texts, lang].find((value) => value !== undefined && value !== '');
  return (
    languageOf(asked) ??
    languageOf(stored) ??
    (locale === undefined ? languageOf(system) : languageOf(locale)) ??
    'en'
  );
}

/** The language of `pt`, `pt_BR.UTF-8` or `pt-BR`; `undefined` for one that we do not speak. */
export function languageOf(locale: string | undefined): Language | undefined {
  const [code = ''] = (locale ?? '').toLowerCase().split(/[_.@-]/);
  return LANGUAGES.find((language) => language === code);
}
