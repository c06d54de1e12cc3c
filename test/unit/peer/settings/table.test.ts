import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkSettings, mergeSettings } from '../../../../peer/settings/settings.ts';
import { SETTING_NAMES, SETTINGS } from '../../../../peer/settings/table.ts';

/** What comes back after a value of JSON was shown to a person, who wrote it again. */
function rewritten(name: (typeof SETTING_NAMES)[number], value: unknown): unknown {
  const kind = SETTINGS[name] as {
    format(value: unknown): string;
    parse(text: string): unknown;
    check(value: unknown, refuse: (what: string) => Error): unknown;
  };
  return kind.check(kind.parse(kind.format(value)), (what) => new Error(what));
}

describe('SETTINGS', () => {
  test.each([
    ['trackers', ['http://192.0.2.7:8168', 'https://example.org/base']],
    ['host', '192.0.2.7'],
    ['interface', 'eth0'],
    ['port', 0],
    ['announceAddresses', ['192.0.2.7:8169', '[2001:db8::7]:8169']],
    ['maxActiveTransfers', 50],
    ['limitUp', 512_345],
    ['limitDown', 1_500_000],
    ['limitLocal', false],
    ['maxStorage', 20_000_000_000],
    ['language', 'pt'],
    ['colours', '16'],
    ['mouse', false],
    ['keys', { 'files/publish': ['ctrl-p', ',', '=', 'ç'], 'list/list-up': [] }],
  ] as const)('reads %s as it is written', (name, value) => {
    expect(rewritten(name, value)).toEqual(value);
  });

  test('has a default that is right for every setting that has one', () => {
    const fallbacks = mergeSettings([]);
    expect(checkSettings(fallbacks, 'the defaults')).toEqual(fallbacks);
  });

  test.each([
    ['port', '8169', "'port' is a whole number from 0 to 65535"],
    ['maxActiveTransfers', 0, "'maxActiveTransfers' is a whole number from 1 to 50"],
    ['limitUp', 'much', "'limitUp' is a number of bytes like 500K"],
    ['maxStorage', -1, "'maxStorage' is a number of bytes like 500K"],
    ['maxSources', 0, "'maxSources' is a whole number from 1 to 200"],
    ['language', 'de', "'language' is one of auto, en, pt, es"],
    ['colours', { toString: 16 }, "'colours' is one of auto, none, 16, 256"],
    ['mouse', 'maybe', "'mouse' is on or off"],
    ['keys', { publish: ['p'] }, "'keys' is like files/publish=ctrl-p,P"],
    ['keys', { 'files/publish': 'p' }, "'keys' has a list of keys for files/publish"],
    ['keys', { 'files/publish': ['ctrl p'] }, 'has keys like P, ctrl-p, f5'],
    ['keys', { 'files/publish': ['\x1b'] }, 'has keys like P, ctrl-p, f5'],
  ])('refuses %s = %j', (name, value, what) => {
    const check = () => checkSettings({ [name]: value }, 'here');
    expect(check).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG_INVALID', message: expect.stringContaining(what) }),
    );
  });

  test('gives a value or a coded error for any JSON and any text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SETTING_NAMES), fc.jsonValue(), fc.string(), (name, value, text) => {
        for (const one of [value, SETTINGS[name].parse(text)]) {
          try {
            checkSettings({ [name]: one }, 'here');
          } catch (error) {
            expect(error).toMatchObject({ code: 'ERR_CONFIG_INVALID' });
          }
        }
      }),
    );
  });
});
