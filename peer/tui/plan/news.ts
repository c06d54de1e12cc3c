import type { Messages } from '../../../common/messages/messages.ts';
import { type Line, line, type Style } from '../../../common/terminal/line.ts';
import { wrapText } from '../../../common/terminal/wrap-text.ts';
import { formatBytes } from '../../../common/text/format.ts';
import type { Plan } from './plan.ts';
import type { Drawing, PlanShown } from './shown.ts';

/** Longer names and reasons of others are cut: they could fill the screen. */
const MAX_TEXT = 300;

/** What happened in a download, the most important first, in lines of `columns` cells. */
export function newsOf(shown: PlanShown, columns: number, { messages }: Drawing): readonly Line[] {
  const { plan, failure } = shown;
  const again: News[] = failure === '' ? [] : [[messages.plan.retryHint, 'plain']];
  const news = [
    ...again,
    ...endNews(plan, messages),
    ...holderNews(plan, messages),
    ...otherNews(plan, messages),
  ];
  return news.flatMap(([text, style]) =>
    wrapText(text.slice(0, MAX_TEXT), columns).map((part) => line(part, style)),
  );
}

/** What came of comparing MD5s, or that there was none to compare with. */
export function md5Text(
  { ok, unknown, believed }: NonNullable<Plan['md5']>,
  texts: Messages['plan'],
): string {
  if (believed) return texts.md5Believed;
  if (unknown) return texts.md5Unknown;
  return ok ? texts.md5Ok : texts.md5Wrong;
}

type News = readonly [text: string, style: Style];

function endNews({ result, announced, md5, readingCopy }: Plan, { plan: texts }: Messages): News[] {
  const news: News[] = [];
  if (result !== undefined && result.fetchedBytes > 0) news.push([texts.saved(result.path), 'plain']);
  if (md5 !== undefined) news.push([`${md5Text(md5, texts)}: ${md5.md5}`, md5.ok ? 'good' : 'bad']);
  if (announced !== undefined)
    news.push([texts.holdersNow(announced.holders.length, announced.holders.join(', ')), 'plain']);
  if (readingCopy !== undefined) news.push([texts.readingCopy(readingCopy.pages, readingCopy.path), 'plain']);
  return news;
}

/** Who is out and why, then who took over from whom, the latest first. */
function holderNews({ holders, takeOvers }: Plan, { plan: texts }: Messages): News[] {
  const out = holders.filter(
    ({ state, reason }) => reason !== '' && state !== 'fetching' && state !== 'done',
  );
  return [
    ...out.map(({ address, state, reason }): News => {
      const text = `${address} ${texts.states[state]}: ${reasonIn(reason, texts)}`;
      return [text, state === 'banned' ? 'bad' : 'warning'];
    }),
    ...takeOvers
      .toReversed()
      .map(
        ({ by, bytes, from, why }): News => [
          texts.takenOver(by, formatBytes(bytes), from, reasonIn(why, texts)),
          'plain',
        ],
      ),
  ];
}

function otherNews({ notices, resumed, full }: Plan, { plan: texts }: Messages): News[] {
  const waits: News[] = full ? [[texts.diskFull, 'warning']] : [];
  const kept: News[] = resumed > 0 ? [[texts.resumed(formatBytes(resumed)), 'dim']] : [];
  return [...waits, ...notices.toReversed().map((notice): News => [notice, 'warning']), ...kept];
}

/** What the engine says of a holder, in the language of the screen where it is known. */
function reasonIn(reason: string, { reasons }: Messages['plan']): string {
  for (const [pattern, words] of reasons) {
    if (pattern.test(reason)) return reason.replace(pattern, words);
  }
  return reason;
}
