import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatEvent, parseEvents, type SentEvent } from '../../../../peer/control/event-stream.ts';

async function* cutAt(text: string, cuts: readonly number[]): AsyncGenerator<string> {
  let from = 0;
  for (const cut of [...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length]) {
    yield text.slice(from, cut);
    from = cut;
  }
}

describe('parseEvents', () => {
  test('gives what formatEvent wrote, wherever the text is cut', async () => {
    const law = fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('event', 'done', 'error'), fc.jsonValue())),
      fc.array(fc.nat()),
      async (events, cuts) => {
        const text = events.map(([name, value]) => formatEvent(name, value)).join('');
        const parsed: SentEvent[] = [];
        for await (const event of parseEvents(cutAt(text, cuts))) parsed.push(event);
        expect(parsed).toEqual(events.map(([name, value]) => ({ name, data: JSON.stringify(value) })));
      },
    );
    await fc.assert(law);
  });

  test('gives up on an event that does not end', async () => {
    async function* endless() {
      for (;;) yield 'x'.repeat(1_000_000);
    }
    const reading = parseEvents(endless())[Symbol.asyncIterator]();
    await expect(reading.next()).rejects.toMatchObject({ code: 'ERR_CONTROL_BAD_ANSWER' });
  });
});
