import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import { spareSilent } from '../../../../peer/node/spare-silent.ts';

describe('spareSilent', () => {
  test('asks nobody for a while after nobody has answered', async () => {
    let now = 0;
    let asked = 0;
    const tell = spareSilent(
      async () => {
        asked++;
        throw new CodedError('ERR_TRACKER_UNREACHABLE', 'no tracker answers');
      },
      () => now,
    );
    for (; now < 60_000; now += 1000)
      await expect(tell()).rejects.toMatchObject({ code: 'ERR_TRACKER_UNREACHABLE' });
    expect(asked).toBe(2);
  });

  test('asks again after a refusal, which is about one document', async () => {
    let asked = 0;
    const tell = spareSilent(
      async (name: string) => {
        asked++;
        if (name === 'a') throw new CodedError('ERR_TRACKER_WITHDRAWN', 'it was taken back');
        return name;
      },
      () => 0,
    );
    await expect(tell('a')).rejects.toMatchObject({ code: 'ERR_TRACKER_WITHDRAWN' });
    expect([await tell('b'), asked]).toEqual(['b', 2]);
  });
});
