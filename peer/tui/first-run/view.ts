import type { Messages } from '../../../common/messages/messages.ts';
import { LANGUAGES, type Language } from '../../../common/messages/section.ts';
import { fitLines, type Line, type Size, span } from '../../../common/terminal/line.ts';
import type { WindowRow } from '../../../common/terminal/list.ts';
import { wrapText } from '../../../common/terminal/wrap-text.ts';
import type { Place } from './choices.ts';

type Texts = Messages['firstRun'];

/** The questions, in order, and what comes after them. */
export type Step = 'language' | 'address' | 'tracker' | 'ready';
export const STEPS: readonly Step[] = ['language', 'address', 'tracker', 'ready'];

/** What came of asking the tracker. */
export type Probe =
  | { readonly state: 'none' | 'asking' | 'answers' | 'malformed' }
  | { readonly state: 'silent'; readonly why: string };

/** The names of languages, in themselves. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  pt: 'Português',
  es: 'Español',
};

/** The whole screen of a step: where one is, the question, what can be chosen, what the keys do. */
export function stepView(
  step: Step,
  body: readonly Line[],
  hints: readonly Line[],
  texts: Texts,
  size: Size,
) {
  const where = texts.step(STEPS.indexOf(step) + 1, STEPS.length);
  const head: Line[] = [[span(texts.title, 'title'), span(`   ${where}`, 'dim')], []];
  return fitLines([...head, ...body, [], ...hints].map(indent), size);
}

function indent(line: Line): Line {
  return [span('  '), ...line];
}

/** Rows that one can be chosen of, under their question. */
export function choiceLines(
  question: string,
  rows: readonly WindowRow<{ readonly label: string }>[],
  arrow: string,
): Line[] {
  const lines = rows.map(({ row, cursor }) => [
    span(`${cursor ? arrow : ' '} ${row.label} `, cursor ? 'cursor' : 'plain'),
  ]);
  return [[span(question, 'strong')], [], ...lines];
}

/** The languages to choose from, each by its own name. */
export function languageLabels(): readonly { readonly language: Language; readonly label: string }[] {
  return LANGUAGES.map((language) => ({ language, label: LANGUAGE_NAMES[language] }));
}

/** The ways to be reached, in words. */
export function placeLabels(places: readonly Place[], texts: Texts) {
  const best = places.find(({ address }) => address !== undefined)?.address;
  return places.map((place) => ({ place, label: placeLabel(place, best?.ip ?? '', texts) }));
}

/** @param best the address that others try first when all are used */
function placeLabel({ address }: Place, best: string, texts: Texts): string {
  if (address === undefined) return texts.addressAuto(best);
  const only = address.internal ? `  (${texts.onlyThisMachine})` : '';
  return `${address.ip}  ${address.interface}${only}`;
}

/** @param columns how many cells a reason has */
export function trackerLines(editor: Line, probe: Probe, texts: Texts, columns: number): Line[] {
  return [
    [span(texts.tracker, 'strong')],
    [],
    [span(`${texts.trackerLabel}  `, 'dim'), ...editor],
    ...probeLines(probe, texts, columns),
    [],
    [span(texts.trackerStart, 'dim')],
  ];
}

function probeLines(probe: Probe, texts: Texts, columns: number): Line[] {
  switch (probe.state) {
    case 'none':
      return [[]];
    case 'asking':
      return [[span(texts.testing, 'dim')]];
    case 'answers':
      return [[span(texts.answers, 'good')]];
    case 'malformed':
      return [[span(`! ${texts.noUrl}`, 'bad')]];
    case 'silent': {
      const why = wrapText(`! ${texts.noAnswer(probe.why)}`, columns).map((text) => [span(text, 'bad')]);
      return [...why, [span(texts.keepAnyway, 'warning')]];
    }
  }
}

/** What was chosen, and what comes next. @param problem why it could not be kept; empty */
export function readyLines(place: string, tracker: string, problem: string, texts: Texts): Line[] {
  const width = Math.max(texts.chosenAddress.length, texts.chosenTracker.length) + 2;
  return [
    [span(texts.ready, 'strong')],
    [],
    [span(texts.chosenAddress.padEnd(width), 'dim'), span(place)],
    [span(texts.chosenTracker.padEnd(width), 'dim'), span(tracker === '' ? texts.noTracker : tracker)],
    [],
    problem === '' ? [span(texts.next, 'accent')] : [span(`! ${texts.failed(problem)}`, 'bad')],
  ];
}
