import { describe, expect, test } from '@jest/globals';
import { pickLanguage } from '../../../../common/messages/language.ts';

describe('pickLanguage', () => {
  test('does as the command line says, then the settings, then the locale, then the system', () => {
    const env = { LANG: 'pt_BR.UTF-8' };
    expect(pickLanguage({ asked: 'es', stored: 'en', env })).toBe('es');
    expect(pickLanguage({ stored: 'en', env })).toBe('en');
    expect(pickLanguage({ stored: 'auto', env })).toBe('pt');
    expect(pickLanguage({ env: { LANG: 'en_US.UTF-8', LC_ALL: '', LC_MESSAGES: 'es_AR' } })).toBe('es');
    expect(pickLanguage({ env: { LC_ALL: 'pt_PT@euro', LC_MESSAGES: 'es_AR' } })).toBe('pt');
    expect(pickLanguage({ env: {}, system: 'es-419' })).toBe('es');
  });

  test('speaks English to everybody else', () => {
    expect(pickLanguage({ env: { LANG: 'C.UTF-8' }, system: 'pt-BR' })).toBe('en');
    expect(pickLanguage({ env: { LANG: 'de_DE.UTF-8' } })).toBe('en');
    expect(pickLanguage({ asked: 'klingon', env: {} })).toBe('en');
  });
});
