import { fitLine, type Line, lineWidth, type Span, span } from './line.ts';

interface Titled {
  readonly title: string;
}

/** The line of tabs: each with its number; the active one in brackets, so that it is known without colours. */
export function tabBar(tabs: readonly Titled[], active: number, columns: number, title: string): Line {
  const bar = tabSpans(tabs, active, columns);
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
  const found = tabSpans(tabs, active, columns).findIndex((one) => {
    end += lineWidth([one]);
    return column < end;
  });
  return found < 0 ? undefined : found;
}

/** a span for each tab; only the numbers where titles have no room, but always the title of the active one */
function tabSpans(tabs: readonly Titled[], active: number, columns: number): Span[] {
  const whole = tabs.map(({ title }, at) => tabSpan(`${at + 1} ${title}`, at === active));
  if (lineWidth(whole) <= columns) return whole;
  return tabs.map(({ title }, at) =>
    tabSpan(at === active ? `${at + 1} ${title}` : `${at + 1}`, at === active),
  );
}

function tabSpan(text: string, active: boolean): Span {
  return active ? span(`[${text}]`, 'tab-active') : span(` ${text} `, 'tab');
}
