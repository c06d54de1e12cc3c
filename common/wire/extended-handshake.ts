import { type BencodeDictionary, decodeBencode, MESSAGE_LIMITS } from '../bencode/decode.ts';
import { type BencodeInput, encodeBencode } from '../bencode/encode.ts';
import { asBytes, asCount, asDictionary, asText } from '../bencode/fields.ts';
import { CodedError } from '../errors.ts';

/** The name under which {@link PagesSupport} and its messages are announced. */
export const PS_PAGES = 'ps_pages';

/** What a side says of `ps_pages` beside its message id. @see docs/protocol/pdf-pages.md */
interface PagesSupport {
  readonly version: number;
  /** the page map that its leaf indexes refer to; absent while it trusts none */
  readonly map?: {
    /** SHA-256 of the blob, 32 bytes */
    readonly digest: Uint8Array;
    /** bytes of the blob */
    readonly size: number;
  };
}

/** What a side can do beyond BEP 3. Every field may be absent. @see BEP 10; BEP 9 (metadata size); BEP 21 (upload only) */
export interface ExtendedHandshake {
  /** extended message ids by name, of those messages that the sender wants to receive; 0 takes one back */
  readonly extensions: ReadonlyMap<string, number>;
  /** name and version, for people */
  readonly client?: string;
  /** TCP port at which the sender listens */
  readonly listenPort?: number;
  /** requests that it holds at a time without dropping any */
  readonly requestQueue?: number;
  /** the receiver's address as the sender sees it, 4 or 16 bytes */
  readonly yourIp?: Uint8Array;
  /** bytes of the info dictionary */
  readonly metadataSize?: number;
  /** it will ask for nothing */
  readonly uploadOnly?: boolean;
  readonly pages?: PagesSupport;
}

/** names taken from one handshake: nobody has more extensions */
const MAX_EXTENSIONS = 64;
/** characters of a client's name that are kept */
const MAX_CLIENT = 100;
/** a map of a 200,000-page document stays well below */
const MAX_MAP_BYTES = 64 * 1024 * 1024;

/** The payload of the extended message 0. */
export function encodeExtendedHandshake(handshake: ExtendedHandshake): Uint8Array {
  const { uploadOnly, pages } = handshake;
  return encodeBencode({
    m: new Map<string, BencodeInput>(handshake.extensions),
    metadata_size: handshake.metadataSize,
    p: handshake.listenPort,
    [PS_PAGES]: pages && {
      'map digest': pages.map?.digest,
      'map size': pages.map?.size,
      version: pages.version,
    },
    reqq: handshake.requestQueue,
    upload_only: uploadOnly === undefined ? undefined : Number(uploadOnly),
    v: handshake.client,
    yourip: handshake.yourIp,
  });
}

/**
 * What the extended message 0 says. A field of another type or out of range is as good as absent; byte strings are
 * copies, because the message is a view.
 *
 * @throws {CodedError} ERR_WIRE_EXTENDED_HANDSHAKE if it is not a bencoded dictionary
 */
export function decodeExtendedHandshake(payload: Uint8Array): ExtendedHandshake {
  const fields = decodeFields(payload);
  const yourIp = asBytes(fields.get('yourip'));
  const uploadOnly = asCount(fields.get('upload_only'));
  return {
    extensions: extensionsOf(asDictionary(fields.get('m'))),
    ...optional('client', asText(fields.get('v'))?.slice(0, MAX_CLIENT)),
    ...optional('listenPort', countFrom(1, 65_535, fields, 'p')),
    ...optional('requestQueue', countFrom(1, 1_000_000, fields, 'reqq')),
    ...optional('yourIp', yourIp?.length === 4 || yourIp?.length === 16 ? yourIp.slice() : undefined),
    ...optional('metadataSize', countFrom(1, Number.MAX_SAFE_INTEGER, fields, 'metadata_size')),
    ...optional('uploadOnly', uploadOnly === undefined ? undefined : uploadOnly !== 0),
    ...optional('pages', pagesSupportOf(asDictionary(fields.get(PS_PAGES)))),
  };
}

function decodeFields(payload: Uint8Array): BencodeDictionary {
  try {
    const fields = asDictionary(decodeBencode(payload, MESSAGE_LIMITS));
    if (fields !== undefined) return fields;
  } catch (cause) {
    throw new CodedError('ERR_WIRE_EXTENDED_HANDSHAKE', 'the extended handshake is not bencoding', { cause });
  }
  throw new CodedError('ERR_WIRE_EXTENDED_HANDSHAKE', 'the extended handshake is not a dictionary');
}

function extensionsOf(ids: BencodeDictionary | undefined): Map<string, number> {
  const extensions = new Map<string, number>();
  for (const name of ids?.keys() ?? []) {
    const id = countFrom(0, 255, ids, name);
    if (id !== undefined && extensions.size < MAX_EXTENSIONS) extensions.set(name, id);
  }
  return extensions;
}

function pagesSupportOf(fields: BencodeDictionary | undefined): PagesSupport | undefined {
  const version = countFrom(1, Number.MAX_SAFE_INTEGER, fields, 'version');
  if (version === undefined) return undefined;
  const digest = asBytes(fields?.get('map digest'));
  const size = countFrom(1, MAX_MAP_BYTES, fields, 'map size');
  if (digest?.length !== 32 || size === undefined) return { version };
  return { version, map: { digest: digest.slice(), size } };
}

function countFrom(
  min: number,
  max: number,
  fields: BencodeDictionary | undefined,
  key: string,
): number | undefined {
  const count = asCount(fields?.get(key)) ?? -1;
  return count >= min && count <= max ? count : undefined;
}

/** `{ [key]: value }`, or nothing: an absent field is absent, not undefined. */
function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}
