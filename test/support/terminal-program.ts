import { messagesIn } from '../../common/messages/messages.ts';
import { openTerminal } from '../../common/runtime/terminal/terminal.ts';
import type { Component } from '../../common/terminal/component.ts';
import { createDesktop } from '../../common/terminal/desktop.ts';
import { UNICODE } from '../../common/terminal/glyphs.ts';
import { fitLines, line, type Size, span } from '../../common/terminal/line.ts';
import { TablePane } from '../../common/terminal/table-pane.ts';
import { detectTheme } from '../../common/terminal/theme.ts';

/** A small program with all that a screen has, for tests of the terminal. */

interface Row {
  readonly name: string;
  readonly number: number;
}

const NAMES = [
  'Álgebra',
  '漢字かな',
  '👩‍👩‍👧 family 🇧🇷',
  'עברית',
  '\u202eevil',
  '\u001b[31mred\u001b]52;c;AAAA\u0007',
  '{bold}tag{/bold}',
  'हिन्दी',
  'e\u0301\u0302',
  'x'.repeat(4000),
];

const count = Number(process.argv[2] ?? NAMES.length);
const ending = new AbortController();
const notes: string[] = [];
const desktop = createDesktop({
  tabs: [],
  bindings: [
    { context: 'rows', action: 'throw', keys: ['T'] },
    { context: 'rows', action: 'reject', keys: ['R'] },
    { context: 'rows', action: 'mouse', keys: ['M'] },
    { context: 'rows', action: 'copy', keys: ['y'] },
  ],
  messages: messagesIn('en'),
  glyphs: UNICODE,
  title: 'test',
  onQuit: () => ending.abort(),
  statusLine: () => [{ text: line('status'), weight: 0 }],
  commandLine: async (text) => desktop.say(`ran ${text}`),
  verbs: ['list', 'search'],
  now: () => Date.now(),
});

const table = new TablePane<Row>({
  columns: [
    { title: 'Name', min: 10, grow: true, priority: 1, cell: (row) => row.name },
    { title: 'Number', min: 6, align: 'right', priority: 2, cell: (row) => span(String(row.number), 'good') },
  ],
  key: (row) => String(row.number),
  messages: messagesIn('en'),
  host: desktop,
  onOpen: (row) => desktop.say(`opened ${row.number}`),
});
table.setRows(
  Array.from({ length: count }, (_, at) => ({ name: NAMES[at] ?? `document ${at}`, number: at })),
);

let mouse = true;
const rows: Component = {
  view: (size) => table.view(size),
  contexts: () => (table.editing ? table.contexts() : ['rows', ...table.contexts()]),
  act: (action) => {
    if (action === 'throw') throw new Error('thrown in a key');
    if (action === 'reject') void Promise.reject(new Error('rejected somewhere'));
    else if (action === 'copy') desktop.copy('magnet:?xt=á');
    else if (action === 'mouse') {
      mouse = !mouse;
      terminal.setMouse(mouse);
    } else return table.act(action);
    return true;
  },
  type: (key) => table.type(key),
  paste: (text) => {
    desktop.say(`pasted <${text}>`);
    return true;
  },
  mouse: (press) => table.mouse(press),
  get editing() {
    return table.editing;
  },
};
const picture: Component = {
  view: (size: Size) =>
    fitLines(
      [
        [{ text: '▀▀▀▀', style: 'plain', ink: [255, 0, 0], paper: [0, 0, 255] }],
        ...notes.map((one) => line(one)),
      ],
      size,
    ),
  contexts: () => [],
  act: () => false,
};
desktop.setTabs([
  { id: 'rows', title: 'Rows', component: rows },
  { id: 'picture', title: 'Picture', component: picture },
]);

const terminal = openTerminal(desktop, {
  theme: detectTheme(process.env, { theme: 'auto', colours: 'auto' }),
  mouse,
  title: 'Pageswarm test',
  signal: ending.signal,
  instead: 'use pageswarm list',
});
// what a program has to do in order, also when its terminal is gone
const work = setInterval(() => undefined, 1000);
const leave = (how: string) => () => {
  clearInterval(work);
  process.stdout.write(`ended by ${how}\n`);
  process.exitCode = how === 'quit' ? 0 : 7;
};
ending.signal.addEventListener('abort', leave('quit'));
terminal.closed.addEventListener('abort', leave('a closed terminal'));
