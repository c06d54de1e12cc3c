import { type FailureText, LOCAL_FAILURES } from './failure-texts.ts';
import { NETWORK_FAILURES } from './network-failure-texts.ts';
import { section } from './section.ts';

/** Texts of the part `failures`: why something failed, by the codes of `docs/errors.md` that people meet. */
export const failures = section({
  en: { title: 'Failures', byCode: textsIn(0) },
  pt: { title: 'Falhas', byCode: textsIn(1) },
  es: { title: 'Fallos', byCode: textsIn(2) },
});

function textsIn(language: 0 | 1 | 2): ReadonlyMap<string, FailureText> {
  const all = Object.entries({ ...LOCAL_FAILURES, ...NETWORK_FAILURES });
  return new Map(all.map(([code, texts]) => [code, texts[language]]));
}
