import { EventEmitter, getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { type Settle, untilHeard } from '../../../../common/runtime/until-heard.ts';

/** Waits for one word of `speaker`; `no` is refused. */
function aWord(speaker: EventEmitter, signal: AbortSignal): Promise<string> {
  return untilHeard((settle: Settle<string>) => {
    const hear = (word: string): void => {
      if (word === 'no') settle.reject(new Error('refused'));
      else settle.resolve(word);
    };
    speaker.on('word', hear);
    return () => speaker.off('word', hear);
  }, signal);
}

describe('untilHeard', () => {
  test.each(['yes', 'no', 'abort'])('listens no more, to nobody, after %s', async (end) => {
    const speaker = new EventEmitter();
    const leaving = new AbortController();
    const word = aWord(speaker, leaving.signal).catch(({ message }: Error) => message);
    if (end === 'abort') leaving.abort(new Error('left'));
    else speaker.emit('word', end);
    speaker.emit('word', 'late');
    expect(await word).toBe({ yes: 'yes', no: 'refused', abort: 'left' }[end]);
    expect(speaker.listenerCount('word')).toBe(0);
    expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
  });

  test('does not begin to listen when the signal has aborted', async () => {
    const speaker = new EventEmitter();
    await expect(aWord(speaker, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    expect(speaker.listenerCount('word')).toBe(0);
  });

  test('ends a listener that heard enough while it began', async () => {
    let ended = 0;
    const listen = (settle: Settle<number>) => {
      settle.resolve(1);
      return () => void ended++;
    };
    expect(await untilHeard(listen, new AbortController().signal)).toBe(1);
    expect(ended).toBe(1);
  });
});
