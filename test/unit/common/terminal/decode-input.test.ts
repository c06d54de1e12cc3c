import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputDecoder, type InputEvent } from '../../../../common/terminal/decode-input.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
/** what `text` says, as short texts */
const heard = (...chunks: readonly (string | Uint8Array)[]) => {
  const decoder = new InputDecoder();
  const events = chunks.flatMap((chunk) =>
    decoder.decode(typeof chunk === 'string' ? bytesOf(chunk) : chunk),
  );
  return [...events, ...decoder.flush()].map(shortly);
};
const shortly = (event: InputEvent) => {
  if (event.type === 'key') return event.press.key;
  return event.type === 'paste' ? `<${event.text}>` : `${event.type} ${event.column},${event.row}`;
};

describe('InputDecoder', () => {
  test('knows characters of any script, blanks and control keys', () => {
    expect(heard('aZé漢👍 \r\n\t\u007f\b\u0001\u001a\u0000\u001c')).toEqual([
      ...['a', 'Z', 'é', '漢', '👍', 'space', 'enter', 'enter', 'tab', 'backspace', 'backspace'],
      ...['ctrl-a', 'ctrl-z', 'ctrl-space', 'ctrl-\\'],
    ]);
  });

  test('knows the sequences of today and yesterday', () => {
    const sequences: Readonly<Record<string, string>> = {
      '\u001b[A': 'up',
      '\u001bOB': 'down',
      '\u001b[1;5C': 'ctrl-right',
      '\u001b[1;4D': 'alt-shift-left',
      '\u001b[H': 'home',
      '\u001b[4~': 'end',
      '\u001b[5~': 'pageup',
      '\u001b[6;5~': 'ctrl-pagedown',
      '\u001b[3~': 'delete',
      '\u001b[Z': 'shift-tab',
      '\u001bOP': 'f1',
      '\u001b[[A': 'f1',
      '\u001b[11~': 'f1',
      '\u001b[15~': 'f5',
      '\u001b[24~': 'f12',
      '\u001b[1;2P': 'shift-f1',
      '\u001bx': 'alt-x',
      '\u001b\u007f': 'alt-backspace',
      '\u001b\u0004': 'ctrl-alt-d',
      '\u001b[106;5u': 'ctrl-j',
      '\u001b[27;5;106~': 'ctrl-j',
      '\u001b[13;2u': 'shift-enter',
      '\u001b[7^': 'ctrl-home',
      '\u001b[a': 'shift-up',
    };
    for (const [sequence, key] of Object.entries(sequences)) {
      expect([sequence, heard(sequence)]).toEqual([sequence, [key]]);
      expect(heard(...sequence)).toEqual([key]);
    }
  });

  test('takes an escape for the key only when nothing follows', () => {
    const decoder = new InputDecoder();
    expect(decoder.decode(bytesOf('\u001b'))).toEqual([]);
    expect(decoder.pending).toBe(true);
    expect(decoder.flush().map(shortly)).toEqual(['escape']);
    expect(decoder.pending).toBe(false);
    expect(heard('\u001b\u001b')).toEqual(['escape', 'escape']);
    expect(heard('\u001b\u001b[A')).toEqual(['escape', 'up']);
    expect(heard('\u001b[')).toEqual(['alt-[']);
  });

  test('gives a paste in one piece, whatever is in it, wherever it is cut', () => {
    const pasted = '/home/ana/Álgebra\u001b[A\r\n👍';
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 4 }), (cuts) => {
        const bytes = bytesOf(`a\u001b[200~${pasted}\u001b[201~b`);
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, at) => bytes.subarray(places[at], end));
        expect(heard(...chunks)).toEqual(['a', `<${pasted}>`, 'b']);
      }),
    );
  });

  test('takes a path that comes all at once for a paste, where the terminal marks none', () => {
    expect(heard('/home/ana/a.pdf')).toEqual(['</home/ana/a.pdf>']);
    expect(heard("'/tmp/two words.pdf' ")).toEqual(["<'/tmp/two words.pdf' >"]);
    expect(heard('file:///tmp/a.pdf')).toEqual(['<file:///tmp/a.pdf>']);
    expect(heard('C:\\books\\a.pdf')).toEqual(['<C:\\books\\a.pdf>']);
    expect(heard('/alg')).toEqual(['/', 'a', 'l', 'g']);
    expect(heard('/álgebra\r').at(-1)).toBe('enter');
  });

  test('knows the left button and the wheel, and nothing else of the mouse', () => {
    expect(heard('\u001b[<0;5;1M\u001b[<0;5;1m\u001b[<64;2;3M\u001b[<65;2;3M')).toEqual([
      'press 4,0',
      'wheel-up 1,2',
      'wheel-down 1,2',
    ]);
    expect(heard('\u001b[<2;5;1M\u001b[<32;5;1M\u001b[<35;5;1M')).toEqual([]);
    expect(heard('\u001b[M !!j')).toEqual(['press 0,0', 'j']);
    expect(heard('\u001b[<16;300;200M')).toEqual(['press 299,199']);
  });

  test('swallows the answers of a terminal', () => {
    expect(
      heard('\u001b]11;rgb:0000/0000/0000\u0007a\u001bP1$r0m\u001b\\b\u001b[?62;c\u001b[I\u001b[1;1Rc'),
    ).toEqual(['a', 'b', 'f3', 'c']);
  });

  test('survives any bytes, cut anywhere, and keeps nothing back after a flush', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 12 }),
            fc
              .constantFrom('\u001b', '\u001b[', '\u001b[200~', '\u001b[<0;', '\u001bO', '\u001b]0;')
              .map(bytesOf),
          ),
        ),
        (chunks) => {
          const decoder = new InputDecoder();
          for (const chunk of chunks) {
            for (const event of decoder.decode(chunk)) {
              if (event.type === 'key') expect(event.press.key).not.toBe('');
            }
          }
          decoder.flush();
          expect(decoder.pending).toBe(false);
        },
      ),
    );
  });

  test('is not made to keep more and more', () => {
    const decoder = new InputDecoder();
    const begun = bytesOf(`\u001b]0;${'x'.repeat(3000)}`);
    expect(decoder.decode(begun)).toEqual([]);
    expect(decoder.decode(bytesOf('y'.repeat(3000))).length).toBeGreaterThan(1000);
    decoder.decode(bytesOf('\u001b[200~'));
    for (let count = 0; count < 40; count++) decoder.decode(bytesOf('z'.repeat(100_000)));
    const [paste] = decoder.decode(bytesOf('\u001b[201~'));
    expect(paste?.type === 'paste' && paste.text.length).toBe(1 << 20);
  });
});
