import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

/** A torrent as Transmission sees it. */
interface TorrentState {
  readonly percentDone: number;
  /** 6 is seeding */
  readonly status: number;
  readonly errorString: string;
}

type Call = (method: string, parameters: object) => Promise<Record<string, unknown>>;
const SEEDING = 6;

/** A running Transmission with one torrent. */
export interface RunningTransmission extends Child {
  /** resolves when it has all of it and seeds */
  whole(): Promise<void>;
}

/** Transmission seeding what lies in `folder`; ready when it has checked it and seeds. */
export async function transmissionSeed(torrent: string, folder: string, config: string): Promise<Child> {
  const running = await transmissionWith(torrent, folder, config);
  await running.whole();
  return running;
}

/**
 * Transmission with what lies in `folder`, fetching the rest.
 *
 * @param ip where it listens, and connects from
 */
export async function transmissionWith(
  torrent: string,
  folder: string,
  config: string,
  ip = '127.0.0.1',
): Promise<RunningTransmission> {
  const rpcPort = await freePort();
  await mkdir(config, { recursive: true });
  const file = join(config, 'settings.json');
  await writeFile(file, JSON.stringify(settings(rpcPort, await freePort(), folder, ip)));
  const child = startChild('transmission-daemon', ['-f', '-g', config]);

  const call = rpcOf(`http://127.0.0.1:${rpcPort}/transmission/rpc`);
  const metainfo = (await readFile(torrent)).toString('base64');
  await eventually(() => call('session-get', {}).catch(() => undefined), 'answer of transmission-daemon');
  await call('torrent-add', { metainfo, 'download-dir': folder, paused: false });
  const whole = async (): Promise<void> => {
    const fields = ['percentDone', 'status', 'errorString'];
    await eventually(
      async () => {
        const { torrents } = await call('torrent-get', { fields });
        const [state] = torrents as readonly TorrentState[];
        return state?.percentDone === 1 && state.status === SEEDING ? state : undefined;
      },
      'seeding transmission-daemon',
      60_000,
    );
  };
  return { ...child, whole };
}

function settings(rpcPort: number, peerPort: number, folder: string, ip: string): object {
  return {
    'bind-address-ipv4': ip,
    'bind-address-ipv6': '::1',
    'peer-port': peerPort,
    'rpc-port': rpcPort,
    'rpc-bind-address': '127.0.0.1',
    'download-dir': folder,
    'dht-enabled': false,
    'lpd-enabled': false,
    'pex-enabled': false,
    'utp-enabled': false,
    'port-forwarding-enabled': false,
    encryption: 0,
  };
}

/** Calls of Transmission's RPC, with the session id that it hands out in its first refusal. */
function rpcOf(url: string): Call {
  let session = '';
  const call: Call = async (method, parameters) => {
    const body = JSON.stringify({ method, arguments: parameters });
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'X-Transmission-Session-Id': session },
    });
    if (response.status === 409) {
      session = response.headers.get('X-Transmission-Session-Id') ?? '';
      return call(method, parameters);
    }
    const answer = (await response.json()) as { result: string; arguments: Record<string, unknown> };
    if (answer.result !== 'success') throw new Error(`transmission-daemon: ${answer.result}`);
    return answer.arguments;
  };
  return call;
}
