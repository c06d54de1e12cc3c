import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { droppedPaths } from '../../../../../peer/tui/picker/dropped-paths.ts';

describe('droppedPaths', () => {
  test.each([
    ['a plain path', '/home/ana/a.pdf', ['/home/ana/a.pdf']],
    ['several on a line', '/a/b.pdf /c/d.pdf ', ['/a/b.pdf', '/c/d.pdf']],
    ['one on each line', '/a/b.pdf\n/c/d.pdf\n', ['/a/b.pdf', '/c/d.pdf']],
    ['carriage returns', '/a/b.pdf\r/c/d.pdf', ['/a/b.pdf', '/c/d.pdf']],
    ['single quotes', `'/a/My file.pdf' '/b/it'\\''s.pdf'`, ['/a/My file.pdf', "/b/it's.pdf"]],
    ['double quotes', `"/a/My \\"file\\".pdf"`, ['/a/My "file".pdf']],
    ['escaped blanks', '/a/My\\ file\\ \\(1\\).pdf', ['/a/My file (1).pdf']],
    ['a file URL', 'file:///a/Introdu%C3%A7%C3%A3o%20I.pdf', ['/a/Introdução I.pdf']],
    ['a file URL with a host', 'file://localhost/a/b.pdf', ['/a/b.pdf']],
    ['a file URL of Windows', 'file:///C:/Users/ana/a%20b.pdf', ['C:/Users/ana/a b.pdf']],
    ['a share as a URL', 'file://server/docs/a.pdf', ['\\\\server\\docs\\a.pdf']],
    ['a path of Windows', 'C:\\Users\\ana\\a.pdf', ['C:\\Users\\ana\\a.pdf']],
    ['a quoted path of Windows', '"C:\\Users\\ana\\My file.pdf"', ['C:\\Users\\ana\\My file.pdf']],
    ['a share', '\\\\server\\docs\\a.pdf', ['\\\\server\\docs\\a.pdf']],
    ['the home folder', '~/Documents/a.pdf', ['~/Documents/a.pdf']],
    ['a broken URL', 'file:///a/100%.pdf', ['/a/100%.pdf']],
  ])('reads %s', (_, text, paths) => expect(droppedPaths(text)[0]).toEqual(paths));

  test('has a second reading for blanks that nobody quoted', () => {
    expect(droppedPaths('/a/My file.pdf')).toEqual([['/a/My file.pdf']]);
    expect(droppedPaths('/a/b /c.pdf')).toEqual([['/a/b', '/c.pdf'], ['/a/b /c.pdf']]);
  });

  test.each([
    '',
    '\n',
    'hello',
    'see /a/b.pdf',
    'a.pdf',
    'magnet:?xt=urn:btih:00',
    'https://a.example/b.pdf',
  ])('reads nothing in %j', (text) => expect(droppedPaths(text)).toEqual([]));

  test('reads what a shell quotes as it was', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/[\r\n\0]/.test(text));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const paths = names.map((one) => `/${one}`);
        const quoted = paths.map((path) => `'${path.replaceAll("'", `'\\''`)}'`).join(' ');
        expect(droppedPaths(quoted)[0]).toEqual(paths);
      }),
    );
  });
});
