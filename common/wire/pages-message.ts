import { CodedError } from '../errors.ts';
import { BLOCK_ADDRESS_LENGTH, type BlockAddress, blockAddressAt, putBlockAddress } from './block-address.ts';

/** Bytes of the page map's blob in one `mapData`; the last one is shorter. */
export const MAP_CHUNK = 16 * 1024;
/** Bytes of a ping's token. */
export const PING_TOKEN = 8;
/** Leaves that one `haveLeaves` or `givenLeaves` can name. */
export const MAX_HAVE_LEAVES = 4096;

/**
 * What our extension says, inside an extended message whose id the receiver chose. Byte fields of a decoded message
 * are views of what was received.
 *
 * @see docs/protocol/pdf-pages.md
 */
export type PagesMessage =
  | { readonly type: 'mapRequest' | 'mapReject'; readonly chunk: number }
  | { readonly type: 'mapData'; readonly chunk: number; readonly data: Uint8Array }
  | { readonly type: 'leafBitfield'; readonly bits: Uint8Array }
  /** `givenLeaves`: others fetch of the sender, too, and were given these of late */
  | { readonly type: 'haveLeaves' | 'givenLeaves'; readonly leaves: readonly number[] }
  | { readonly type: 'ping' | 'pong'; readonly token: Uint8Array }
  /** a request that is served while choked: a person waits for the page */
  | ({ readonly type: 'urgentRequest' } & BlockAddress);

/** First byte of a `ps_pages` message. */
const PagesId = {
  mapRequest: 0,
  mapData: 1,
  mapReject: 2,
  leafBitfield: 3,
  haveLeaves: 4,
  ping: 5,
  pong: 6,
  urgentRequest: 7,
  givenLeaves: 8,
} as const;

/**
 * The payload of the extended message that carries `message`, without its header, in chunks: `data` and `bits` are
 * not copied.
 */
export function encodePagesMessage(message: PagesMessage): Uint8Array[] {
  const id = PagesId[message.type];
  switch (message.type) {
    case 'mapRequest':
    case 'mapReject':
      return [numbers(id, [message.chunk])];
    case 'mapData':
      return [numbers(id, [message.chunk]), message.data];
    case 'leafBitfield':
      return [Uint8Array.of(id), message.bits];
    case 'haveLeaves':
    case 'givenLeaves':
      return [numbers(id, message.leaves)];
    case 'ping':
    case 'pong':
      return [Uint8Array.of(id), message.token];
    case 'urgentRequest': {
      const bytes = new Uint8Array(1 + BLOCK_ADDRESS_LENGTH);
      bytes[0] = id;
      putBlockAddress(bytes, 1, message);
      return [bytes];
    }
  }
}

/**
 * What the payload of a `ps_pages` message says; `undefined` for a type that a later version added, which is ignored.
 *
 * Only the form is checked; chunks, leaves and blocks may not exist.
 *
 * @throws {CodedError} ERR_WIRE_MALFORMED if the length does not fit the type
 */
export function decodePagesMessage(payload: Uint8Array): PagesMessage | undefined {
  const id = payload[0];
  const body = payload.subarray(1);
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  switch (id) {
    case PagesId.mapRequest:
    case PagesId.mapReject:
      check(id, body, body.length === 4);
      return { type: id === PagesId.mapRequest ? 'mapRequest' : 'mapReject', chunk: view.getUint32(0) };
    case PagesId.mapData:
      check(id, body, body.length > 4 && body.length <= 4 + MAP_CHUNK);
      return { type: 'mapData', chunk: view.getUint32(0), data: body.subarray(4) };
    case PagesId.leafBitfield:
      return { type: 'leafBitfield', bits: body };
    case PagesId.haveLeaves:
      check(id, body, body.length >= 4 && body.length <= 4 * MAX_HAVE_LEAVES && body.length % 4 === 0);
      return { type: 'haveLeaves', leaves: numbersIn(view) };
    case PagesId.givenLeaves:
      check(id, body, body.length <= 4 * MAX_HAVE_LEAVES && body.length % 4 === 0);
      return { type: 'givenLeaves', leaves: numbersIn(view) };
    case PagesId.ping:
    case PagesId.pong:
      check(id, body, body.length === PING_TOKEN);
      return { type: id === PagesId.ping ? 'ping' : 'pong', token: body };
    case PagesId.urgentRequest:
      check(id, body, body.length === BLOCK_ADDRESS_LENGTH);
      return { type: 'urgentRequest', ...blockAddressAt(body, 0) };
    case undefined:
      throw new CodedError('ERR_WIRE_MALFORMED', 'an empty ps_pages message: the connection is closed');
    default:
      return undefined;
  }
}

function numbers(id: number, values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(1 + 4 * values.length);
  bytes[0] = id;
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(1 + 4 * index, value);
  return bytes;
}

function numbersIn(view: DataView): number[] {
  return Array.from({ length: view.byteLength / 4 }, (_, place) => view.getUint32(4 * place));
}

function check(id: number, body: Uint8Array, fits: boolean): void {
  if (fits) return;
  throw new CodedError(
    'ERR_WIRE_MALFORMED',
    `ps_pages message ${id} with ${body.length} bytes: the connection is closed`,
  );
}
