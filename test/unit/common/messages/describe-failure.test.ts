import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import { describeFailure } from '../../../../common/messages/describe-failure.ts';
import { LOCAL_FAILURES } from '../../../../common/messages/failure-texts.ts';
import { messagesIn } from '../../../../common/messages/messages.ts';
import { NETWORK_FAILURES } from '../../../../common/messages/network-failure-texts.ts';
import { LANGUAGES } from '../../../../common/messages/section.ts';

const ALL = { ...LOCAL_FAILURES, ...NETWORK_FAILURES };

describe('describeFailure', () => {
  test('says what happened in the language of the screen', () => {
    const failure = { code: 'ERR_PUBLISH_EMPTY', message: '/tmp/a.pdf is empty' };
    expect(LANGUAGES.map((language) => describeFailure(failure, messagesIn(language)))).toEqual([
      'the file is empty',
      'o arquivo está vazio',
      'el archivo está vacío',
    ]);
  });

  test('keeps the particulars of a message that has them', () => {
    const error = new CodedError('ERR_TRACKER_REFUSED', 'unregistered torrent');
    expect(describeFailure(error, messagesIn('pt'))).toBe('o tracker recusou: unregistered torrent');
  });

  test('tells what it has no words for as it was', () => {
    expect(describeFailure(new CodedError('ERR_PDF_BOMB', 'too much'), messagesIn('es'))).toBe('too much');
    expect(describeFailure(new Error('no code'), messagesIn('es'))).toBe('no code');
    expect(describeFailure('thrown', messagesIn('es'))).toBe('thrown');
  });

  test('has words only for codes that there are, and other words in each language', () => {
    const errors = readFileSync(new URL('../../../../../docs/errors.md', import.meta.url), 'utf8');
    const ours = Object.keys(ALL).filter((code) => code.startsWith('ERR_'));
    expect(ours.filter((code) => !errors.includes(`| \`${code}\` |`))).toEqual([]);
    for (const [code, texts] of Object.entries(ALL)) {
      const words = texts.map((text) => (typeof text === 'string' ? text : text('why')));
      expect([code, new Set(words).size]).toEqual([code, 3]);
      for (const one of words) expect([code, one.length > 5 && one.length < 100]).toEqual([code, true]);
    }
  });
});
