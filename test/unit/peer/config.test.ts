import { describe, expect, test } from '@jest/globals';
import { mergeConfig } from '../../../peer/config.ts';
import { NO_LIMITS } from '../../../peer/limit/limit.ts';

const NOTHING = { environment: {}, commandLine: {} };

describe('mergeConfig', () => {
  test('has defaults for everything', () => {
    expect(mergeConfig('/data', {}, NOTHING)).toEqual({
      data: '/data',
      trackers: ['http://127.0.0.1:8168'],
      watchFolders: true,
      port: 8169,
      portFixed: false,
      maxActiveTransfers: 3,
      limits: NO_LIMITS,
      screen: { language: 'auto', theme: 'auto', colours: 'auto', borders: 'auto', mouse: true, keys: {} },
      decided: NOTHING,
    });
  });

  test('takes each setting from the strongest source that has it', () => {
    const stored = { trackers: ['http://stored'], port: 9000, host: '192.0.2.1' };
    const environment = { trackers: ['http://environment'] };
    const commandLine = { port: 9001, language: 'pt' as const };
    expect(mergeConfig('/data', stored, { environment, commandLine })).toMatchObject({
      trackers: ['http://environment'],
      port: 9001,
      portFixed: true,
      host: '192.0.2.1',
      screen: { language: 'pt' },
    });
  });

  test('names a tracker once and cannot be changed', () => {
    const config = mergeConfig('/data', { trackers: ['http://a', 'http://b', 'http://a'] }, NOTHING);
    expect(config.trackers).toEqual(['http://a', 'http://b']);
    expect(Object.isFrozen(config) && Object.isFrozen(config.trackers)).toBe(true);
  });
});
