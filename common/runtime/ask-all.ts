import { CodedError, codeOf, messageOf } from '../errors.ts';
import { TrackerClient } from './tracker-client.ts';

/** A tracker, or several of which one answers for all. */
interface Asked {
  readonly url: string;
}

/** What one of several trackers answered. */
export interface Answered<Value, Client extends Asked = TrackerClient> {
  readonly client: Client;
  readonly value: Value;
}

/** Why one of several trackers gave no answer. */
export interface Unanswered<Client extends Asked = TrackerClient> {
  readonly client: Client;
  readonly error: unknown;
}

/** What all trackers came to, in their order. */
export interface AskedAll<Value, Client extends Asked = TrackerClient> {
  readonly answers: readonly Answered<Value, Client>[];
  readonly failures: readonly Unanswered<Client>[];
}

/** How long all are asked. */
export interface Asking<Value> {
  readonly signal: AbortSignal;
  /** ms for the others once one has answered */
  readonly graceMs: number;
  /** whether an answer is worth not waiting for the others; every one is, unless this says otherwise */
  readonly suffices?: (value: Value) => boolean;
}

/**
 * Asks all of `clients` at once. Once one has answered, the others have `graceMs` more: a tracker that is slow costs no
 * more than that. Where an answer may be empty, `suffices` keeps a quick "nothing" from silencing who knows more.
 *
 * @throws `signal.reason` when that aborts
 */
export async function askAll<Value, Client extends Asked = TrackerClient>(
  clients: readonly Client[],
  ask: (client: Client, signal: AbortSignal) => Promise<Value>,
  { signal, graceMs, suffices = () => true }: Asking<Value>,
): Promise<AskedAll<Value, Client>> {
  signal.throwIfAborted();
  const ending = new AbortController();
  const onAbort = () => ending.abort(signal.reason);
  signal.addEventListener('abort', onAbort);
  let grace: NodeJS.Timeout | undefined;
  const asked = clients.map(async (client): Promise<Answered<Value, Client> | Unanswered<Client>> => {
    try {
      const value = await ask(client, ending.signal);
      if (suffices(value)) grace ??= setTimeout(() => ending.abort(tooSlow(graceMs)), graceMs);
      return { client, value };
    } catch (error) {
      return { client, error };
    }
  });
  const outcomes = await Promise.all(asked);
  clearTimeout(grace);
  signal.removeEventListener('abort', onAbort);
  signal.throwIfAborted();
  return {
    answers: outcomes.filter((outcome) => 'value' in outcome),
    failures: outcomes.filter((outcome) => 'error' in outcome),
  };
}

/**
 * The error when no tracker gave a usable answer: the refusal, when all that answered refused for one reason, else
 * ERR_TRACKER_UNREACHABLE naming each.
 */
export function noAnswer(failures: readonly Unanswered<Asked>[]): CodedError {
  const refusals = failures.filter(({ error }) => !isSilence(error));
  const [first] = refusals;
  if (first !== undefined && new Set(refusals.map(({ error }) => codeOf(error))).size === 1) {
    return new CodedError(codeOf(first.error) ?? '', messageOf(first.error), { cause: first.error });
  }
  const reasons = failures.map(({ client, error }) => reasonOf(client.url, messageOf(error))).join('; ');
  return new CodedError(
    'ERR_TRACKER_UNREACHABLE',
    `no tracker answered (${reasons || 'none is configured'}); check --tracker`,
  );
}

/** Why the tracker at `url` gave nothing; most reasons name it already. */
function reasonOf(url: string, reason: string): string {
  return reason.includes(url) ? reason : `${url}: ${reason}`;
}

/**
 * A client for each of `urls`, doubles left out. Trackers that other people's `.torrent` files name and that are not
 * reached over HTTP (`udp:`, `ws:`, `wss:`) are left out, too.
 *
 * @throws {CodedError} ERR_TRACKER_URL
 */
export function clientsOf(urls: readonly string[], timeoutMs: number): TrackerClient[] {
  const clients = urls.filter((url) => !NOT_HTTP.test(url)).map((url) => new TrackerClient(url, timeoutMs));
  return [...new Map(clients.map((client) => [client.announceUrl, client])).values()];
}

/** Whether a tracker said nothing that counts: it is away, slow, answers garbage or is none of ours. */
function isSilence(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return !code.startsWith('ERR_') || SILENCE.test(code);
}

const NOT_HTTP = /^(udp|wss?):/i;

const SILENCE =
  /^ERR_(TRACKER_(UNREACHABLE|TIMEOUT|ANSWER_TOO_LARGE|API_MALFORMED|NOT_NATIVE|GARBAGE|INTERNAL|BUSY)|BENCODE_)/;

function tooSlow(graceMs: number): CodedError {
  return new CodedError('ERR_TRACKER_TIMEOUT', `slower by ${graceMs} ms than another tracker`);
}
