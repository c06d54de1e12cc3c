import { fitLine, type Line, lineWidth, type Span, span } from './line.ts';

interface Titled {
  readonly title: string;
}

interface Shown {
  readonly at: number;
  readonly span: Span;
}

/** The line of tabs: each with its number; the active one in brackets, so that it is known without colours. */
export function tabBar(tabs: readonly Titled[], active: number, columns: number, title: string): Line {
  const bar = shownTabs(tabs, active, columns).map((tab) => tab.span);
  const room = columns - lineWidth(bar);
  const name = ` ${title} `;
  if (lineWidth([span(name)]) + 1 > room) return fitLine(bar, columns);
  return [...fitLine(bar, columns - lineWidth([span(name)])), span(name, 'dim')];
}

/** Which tab has cell `column` of the line. */
export function tabAt(
  tabs: readonly Titled[],
  active: number,
  column: number,
  columns: number,
): number | undefined {
  let end = 0;
  return shownTabs(tabs, active, columns).find((tab) => {
    end += lineWidth([tab.span]);
    return column < end;
  })?.at;
}

/** with titles; where they have no room only the active one's; and the active one alone where the numbers have none */
function shownTabs(tabs: readonly Titled[], active: number, columns: number): readonly Shown[] {
  const shown = (titled: (at: number) => boolean) =>
    tabs.map(({ title }, at) => ({
      at,
      span: tabSpan(titled(at) ? `${at + 1} ${title}` : `${at + 1}`, at === active),
    }));
  const hasRoom = (some: readonly Shown[]) => lineWidth(some.map((tab) => tab.span)) <= columns;
  const whole = shown(() => true);
  if (hasRoom(whole)) return whole;
  const numbers = shown((at) => at === active);
  return hasRoom(numbers) ? numbers : numbers.filter(({ at }) => at === active);
}

function tabSpan(text: string, active: boolean): Span {
  return active ? span(`[${text}]`, 'tab-active') : span(` ${text} `, 'tab');
}
