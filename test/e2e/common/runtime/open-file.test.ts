import { describe, expect, test } from '@jest/globals';
import { folderCommand, openFile, showInFolder } from '../../../../common/runtime/open-file.ts';

const SERVER = { platform: 'linux', environment: {} } as const;

describe('openFile', () => {
  test('starts nothing that is not called a PDF', async () => {
    for (const path of ['/library/book.pdf.exe', '/library/run.desktop', '/library/book']) {
      await expect(openFile(path, SERVER)).rejects.toMatchObject({ code: 'ERR_OPEN_NOT_A_PDF' });
    }
  });

  test('says where the file is when there is no desktop', async () => {
    await expect(openFile('/library/book.PDF', SERVER)).rejects.toMatchObject({
      code: 'ERR_OPEN_NO_DESKTOP',
      message: expect.stringContaining('/library/book.PDF'),
    });
    await expect(showInFolder('/library/x.txt', SERVER)).rejects.toMatchObject({
      code: 'ERR_OPEN_NO_DESKTOP',
    });
  });
});

describe('folderCommand', () => {
  test('points at the file where the file manager can', () => {
    expect(folderCommand('/a b/c.pdf', 'darwin')).toMatchObject({
      program: 'open',
      arguments: ['-R', '/a b/c.pdf'],
    });
    expect(folderCommand('C:\\a b\\c.pdf', 'win32')).toMatchObject({
      program: 'explorer.exe',
      arguments: ['/select,"C:\\a b\\c.pdf"'],
    });
    expect(folderCommand('/a/c.pdf', 'linux')).toBeUndefined();
  });
});
