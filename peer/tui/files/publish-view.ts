import { basename } from 'node:path';
import { describeFailure } from '../../../common/messages/describe-failure.ts';
import type { Messages } from '../../../common/messages/messages.ts';
import { progressBar } from '../../../common/terminal/box.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import { type Line, line, type Span, span } from '../../../common/terminal/line.ts';
import { doneFiles, type PublishState, publishedFraction } from './publishing.ts';

/** How publishing is drawn. */
interface PublishLook {
  readonly glyphs: Glyphs;
  readonly messages: Messages;
  readonly columns: number;
}

/** files being read that are named; the others go by too quickly to be read */
const MOST_NAMED = 4;

/** How far publishing is: a bar, what is being read, what came of the others. */
export function progressLines(state: PublishState, look: PublishLook): Line[] {
  const { messages, columns, glyphs } = look;
  const fraction = publishedFraction(state);
  const bar = fraction === undefined ? [] : [progressBar(fraction, Math.max(0, columns), glyphs)];
  const reading = [...state.reading].slice(0, MOST_NAMED).map(([path, { stage, done, total }]) => {
    const stages: Readonly<Record<string, string>> = messages.publishing.stages;
    const percent = total > 0 ? ` ${Math.floor((100 * done) / total)} %` : '';
    return [span(`${stages[stage] ?? stage}${percent}  `, 'dim'), span(basename(path))];
  });
  return [headLine(state, messages), ...bar, ...reading, countsLine(state, look)];
}

function headLine(state: PublishState, messages: Messages): Line {
  const { publishing } = messages;
  switch (state.end?.type) {
    case 'done':
      return line(`${publishing.done}: ${progressText(state, publishing)}`, 'strong');
    case 'cancelled':
      return line(`${publishing.cancelled}: ${progressText(state, publishing)}`, 'warning');
    case 'failed':
      return line(publishing.failed(describeFailure(state.end.failure, messages)), 'bad');
    default:
      return line(progressText(state, publishing), 'strong');
  }
}

function progressText(state: PublishState, texts: Messages['publishing']): string {
  const done = doneFiles(state);
  if (state.files !== undefined) return texts.progress(done, Math.max(state.files, done));
  return done === 0 && state.reading.size === 0 && state.end === undefined
    ? texts.counting
    : texts.progressOpen(done);
}

/** `12 published (3 of them known already), 2 refused`, with signs. */
function countsLine(state: PublishState, { messages, glyphs }: PublishLook): Line {
  const { publishing: texts } = messages;
  const notes = [
    ...(state.known > 0 ? [texts.known(state.known)] : []),
    ...(state.local > 0 ? [texts.local(state.local)] : []),
    ...(state.unmapped > 0 ? [texts.unmapped(state.unmapped)] : []),
    ...(state.damaged > 0 ? [texts.damaged(state.damaged)] : []),
  ];
  const more = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  const published = span(
    `${glyphs.tick} ${texts.published(state.published)}${more}`,
    state.published > 0 ? 'good' : 'dim',
  );
  if (state.refused === 0) return [published];
  return [published, span('  '), span(`${glyphs.cross} ${texts.refused(state.refused)}`, 'bad')];
}

/** One line for the foot of the list, for who does not look at the dialog. */
export function stripLine(state: PublishState, look: PublishLook): Line {
  const { publishing } = look.messages;
  const [current] = state.reading;
  const name: readonly Span[] = current === undefined ? [] : [span(`  ${basename(current[0])}`, 'plain')];
  return [
    span(`${publishing.title}: `, 'title'),
    ...headLine(state, look.messages),
    span('  '),
    ...countsLine(state, look),
    span(`  ${publishing.strip}`, 'dim'),
    ...name,
  ];
}
