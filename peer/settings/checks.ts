import { CodedError } from '../../common/errors.ts';
import { formatSocketAddress, parseSocketAddress } from '../../common/tracker-api/socket-address.ts';

/** The error that says what a setting has to be: `refuse('is a text')`. */
export type Refuse = (what: string) => CodedError;

/** An error that names where a wrong setting stands. */
export function invalidSetting(source: string, what: string): CodedError {
  return new CodedError('ERR_CONFIG_INVALID', `${source}: ${what}`);
}

/** A text that is not empty. @throws what `refuse` makes */
export function checkText(value: unknown, refuse: Refuse): string {
  if (typeof value !== 'string' || value === '') throw refuse('is a text');
  return value;
}

/** A check for whole numbers from `least` to `most`. */
export function wholeNumber(least: number, most: number): (value: unknown, refuse: Refuse) => number {
  return (value, refuse) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw refuse(`is a whole number from ${least} to ${most}, got ${JSON.stringify(value)}`);
  };
}

/** A check for one of `choices`; a number may stand for its digits. */
export function oneOf<Choice extends string>(
  choices: readonly Choice[],
): (value: unknown, refuse: Refuse) => Choice {
  return (value, refuse) => {
    const text = typeof value === 'number' ? String(value) : value;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw refuse(`is one of ${choices.join(', ')}, got ${JSON.stringify(value)}`);
    return found;
  };
}

/** `on` or `off`, as people write it and as JSON has it. @throws what `refuse` makes */
export function checkSwitch(value: unknown, refuse: Refuse): boolean {
  if (value === 'on' || value === true) return true;
  if (value === 'off' || value === false) return false;
  throw refuse(`is on or off, got ${JSON.stringify(value)}`);
}

/** At least one tracker URL, each without a slash at the end. @throws what `refuse` makes */
export function checkTrackers(value: unknown, refuse: Refuse): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) throw refuse('is a list of tracker URLs');
  return value.map((url) => trackerUrl(url, refuse));
}

/** At least one `ip:port`, each in its usual form. @throws what `refuse` makes */
export function checkAddresses(value: unknown, refuse: Refuse): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) throw refuse('is a list of addresses');
  return value.map((address) => socketAddress(address, refuse));
}

function socketAddress(value: unknown, refuse: Refuse): string {
  const address = typeof value === 'string' ? parseSocketAddress(value) : undefined;
  if (address === undefined)
    throw refuse(`is like 192.0.2.7:8169 or [2001:db8::7]:8169, got ${JSON.stringify(value)}`);
  return formatSocketAddress(address);
}

function trackerUrl(value: unknown, refuse: Refuse): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw refuse(`names a tracker like http://192.0.2.7:8168, got ${JSON.stringify(value)}`);
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}
