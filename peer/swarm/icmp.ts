import { isIP } from 'node:net';
import ping from 'ping';

/** How long one `ping` may take, s. */
const TIMEOUT_S = 1;

/**
 * The round trip of the operating system's `ping`, ms; `undefined` where it is missing, forbidden, not answered, or
 * speaks a language that the package cannot read. It is shown, and decides between equals; nothing depends on it.
 *
 * @param ip a literal: anything else is not passed on, for a host that begins with `-` would be an option
 */
export async function icmpPing(ip: string): Promise<number | undefined> {
  if (isIP(ip) === 0) return undefined;
  try {
    const wish = { timeout: TIMEOUT_S, min_reply: 1, v6: isIP(ip) === 6 };
    const { alive, time } = await withOwnLanguage(() => ping.promise.probe(ip, wish));
    return alive && typeof time === 'number' && Number.isFinite(time) ? time : undefined;
  } catch {
    return undefined;
  }
}

/** The package sets LANG for this whole process, which screens and viewers take their language from: it is set back. */
function withOwnLanguage<T>(run: () => T): T {
  const before = process.env['LANG'];
  try {
    return run();
  } finally {
    if (before === undefined) delete process.env['LANG'];
    else process.env['LANG'] = before;
  }
}
