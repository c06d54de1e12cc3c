import { describe, expect, test } from '@jest/globals';
import { pickLanguage } from '../../../../common/messages/language.ts';

describe('pickLanguage', () => {
  test('does as one wishes, else as the locale says, else the system', () => {
    const env = { LANG: 'pt_BR.UTF-8' };
    expect(pickLanguage('es', env)).toBe('es');
    expect(pickLanguage('auto', env)).toBe('pt');
    expect(pickLanguage('auto', { LANG: 'en_US.UTF-8', LC_ALL: '', LC_MESSAGES: 'es_AR' })).toBe('es');
    expect(pickLanguage('auto', { LC_ALL: 'pt_PT@euro', LC_MESSAGES: 'es_AR' })).toBe('pt');
    expect(pickLanguage('auto', {}, 'es-419')).toBe('es');
  });

  test('speaks English to everybody else', () => {
    expect(pickLanguage('auto', { LANG: 'C.UTF-8' }, 'pt-BR')).toBe('en');
    expect(pickLanguage('auto', { LANG: 'de_DE.UTF-8' })).toBe('en');
    expect(pickLanguage('klingon', { LC_ALL: 'C' })).toBe('en');
  });
});
