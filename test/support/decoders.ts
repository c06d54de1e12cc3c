import { decodeBencode } from '../../common/bencode/decode.ts';
import { encodeBencode } from '../../common/bencode/encode.ts';
import { concatBytes } from '../../common/bytes.ts';
import { parseInfoHash } from '../../common/ids.ts';
import { parseMagnet } from '../../common/metainfo/magnet.ts';
import { decodeMetainfo } from '../../common/metainfo/metainfo.ts';
import { buildPageMap } from '../../common/pdf/build-page-map.ts';
import { bytesReader } from '../../common/pdf/byte-reader.ts';
import { decodeAscii85, decodeAsciiHex } from '../../common/pdf/filters/ascii.ts';
import { inflatePartly } from '../../common/pdf/filters/inflate-partly.ts';
import { decodeLzw } from '../../common/pdf/filters/lzw.ts';
import { decodeRunLength } from '../../common/pdf/filters/run-length.ts';
import { decodePageMap } from '../../common/pdf/page-map-decode.ts';
import { decodeTextString } from '../../common/pdf/text-string.ts';
import { decodeHolders } from '../../common/tracker-api/decode-document.ts';
import { parseJson } from '../../common/tracker-api/json-fields.ts';
import { decodePlainAnswer } from '../../common/tracker-api/plain-announce.ts';
import { decodeScrapeAnswer } from '../../common/tracker-api/scrape.ts';
import { decodeCompact, parseSocketAddress } from '../../common/tracker-api/socket-address.ts';
import { decodeMessage } from '../../common/wire/decode-message.ts';
import { decodeExchangeMessage, encodeExchangeMessage } from '../../common/wire/exchange-message.ts';
import { decodeExtendedHandshake } from '../../common/wire/extended-handshake.ts';
import { frameLimits } from '../../common/wire/frame-limits.ts';
import { FrameReader } from '../../common/wire/frame-reader.ts';
import { takeHandshake } from '../../common/wire/handshake.ts';
import { decodeMetadataMessage, encodeMetadataMessage } from '../../common/wire/metadata-message.ts';
import { decodePagesMessage } from '../../common/wire/pages-message.ts';
import { A_HOLDER, API_DECODERS } from './api-decoders.ts';
import { SMALL_PDFS } from './small-pdfs.ts';
import { hex, readVectors } from './vectors.ts';

/** Something that reads what strangers send. */
export interface Decoder {
  readonly name: string;
  readonly decode: (bytes: Uint8Array) => unknown;
  /** good inputs, to be spoilt */
  readonly samples: readonly Uint8Array[];
  /** what it may throw; it may always return */
  readonly codes: RegExp;
}

interface WireVectors {
  readonly handshakes: readonly { hex: string }[];
  readonly messages: readonly { hex: string }[];
  readonly extendedHandshakes: readonly { hex: string }[];
  readonly pagesMessages: readonly { hex: string }[];
}
interface MetainfoVectors {
  readonly read: readonly { base64: string }[];
  readonly magnets: readonly { text: string }[];
}

const wire = readVectors<WireVectors>('wire');
const metainfo = readVectors<MetainfoVectors>('metainfo');
const maps = readVectors<{ documents: readonly { map: string }[] }>('page-map');
const infoHash = parseInfoHash('ab'.repeat(20));
const noCode = /^$/;

const bytesIn = (vectors: readonly { hex: string }[]) => vectors.map((vector) => hex(vector.hex));
const base64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const utf8 = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Frames and messages as a connection takes them, in two chunks. */
function readStream(bytes: Uint8Array): void {
  const reader = new FrameReader(frameLimits(11), (frame) => void decodeMessage(frame));
  const middle = bytes.length >>> 1;
  reader.push(bytes.subarray(0, middle));
  reader.push(bytes.subarray(middle));
}

/** A folder of two files, one of them padding, and what a version 2 client adds. */
const HYBRID = encodeBencode({
  announce: 'http://tracker.example/announce',
  'announce-list': [['http://a.example/announce', 'udp://b.example:1'], ['http://c.example/announce']],
  info: {
    'file tree': { 'a.pdf': { '': { length: 100 } } },
    files: [
      { length: 100, path: ['ação', 'a.pdf'] },
      { attr: 'p', length: 16_284, path: ['.pad', '16284'] },
    ],
    'meta version': 2,
    name: 'Curso',
    'piece length': 16_384,
    pieces: new Uint8Array(20),
  },
});

const OF_THE_WIRE: readonly Decoder[] = [
  {
    name: 'decodeBencode',
    decode: (bytes) => decodeBencode(bytes),
    samples: [HYBRID, ...bytesIn(wire.extendedHandshakes)],
    codes: /^ERR_BENCODE_/,
  },
  {
    name: 'decodeMetainfo',
    decode: decodeMetainfo,
    samples: [HYBRID, ...metainfo.read.map(({ base64: text }) => base64(text))],
    codes: /^ERR_(METAINFO|BENCODE)_/,
  },
  {
    name: 'parseMagnet',
    decode: (bytes) => parseMagnet(textOf(bytes)),
    samples: metainfo.magnets.map(({ text }) => utf8(text)),
    codes: /^ERR_MAGNET_/,
  },
  {
    name: 'takeHandshake',
    decode: takeHandshake,
    samples: bytesIn(wire.handshakes),
    codes: /^ERR_WIRE_HANDSHAKE$/,
  },
  {
    name: 'FrameReader with decodeMessage',
    decode: readStream,
    samples: [...bytesIn(wire.messages), concatBytes(bytesIn(wire.messages))],
    codes: /^ERR_WIRE_(FRAME_TOO_LONG|MALFORMED)$/,
  },
  {
    name: 'decodeExtendedHandshake',
    decode: decodeExtendedHandshake,
    samples: bytesIn(wire.extendedHandshakes),
    codes: /^ERR_WIRE_EXTENDED_HANDSHAKE$/,
  },
  {
    name: 'decodePagesMessage',
    decode: decodePagesMessage,
    samples: bytesIn(wire.pagesMessages),
    codes: /^ERR_WIRE_MALFORMED$/,
  },
  {
    name: 'decodeMetadataMessage',
    decode: decodeMetadataMessage,
    samples: [
      concatBytes(encodeMetadataMessage({ type: 'request', piece: 1 })),
      concatBytes(encodeMetadataMessage({ type: 'data', piece: 0, totalSize: 9, data: utf8('some bytes') })),
    ],
    codes: /^ERR_WIRE_/,
  },
  {
    name: 'decodeExchangeMessage',
    decode: decodeExchangeMessage,
    samples: [
      encodeExchangeMessage({
        added: ['192.0.2.1:6881', '[2001:db8::1]:6881'].flatMap((text) => parseSocketAddress(text) ?? []),
        dropped: [],
      }),
    ],
    codes: /^ERR_WIRE_EXCHANGE$/,
  },
];

const PEERS = Uint8Array.of(192, 0, 2, 1, 0x1a, 0xe1, 192, 0, 2, 2, 0x1a, 0xe1);

const OF_TRACKERS: readonly Decoder[] = [
  {
    name: 'decodePlainAnswer',
    decode: decodePlainAnswer,
    samples: [
      encodeBencode({ interval: 1800, peers: PEERS, peers6: new Uint8Array(18) }),
      encodeBencode({ interval: 60, peers: [{ ip: '192.0.2.1', 'peer id': 'x', port: 6881 }] }),
    ],
    codes: /^ERR_(TRACKER_(GARBAGE|REFUSED)|BENCODE_.*)$/,
  },
  {
    name: 'decodeScrapeAnswer',
    decode: (bytes) => decodeScrapeAnswer(bytes, [infoHash]),
    samples: [
      encodeBencode({
        files: new Map([['\u00ab'.repeat(10), { complete: 1, downloaded: 2, incomplete: 3 }]]),
      }),
    ],
    codes: /^ERR_(TRACKER_GARBAGE|BENCODE_.*)$/,
  },
  {
    name: 'decodeCompact and parseSocketAddress',
    decode: (bytes) => [decodeCompact(bytes, 4), decodeCompact(bytes, 6), parseSocketAddress(textOf(bytes))],
    samples: [PEERS, utf8('192.0.2.1:6881'), utf8('[2001:db8::1]:6881')],
    codes: noCode,
  },
  {
    name: 'decodeHolders',
    decode: (bytes) => decodeHolders(parseJson(bytes, 'it')),
    samples: [utf8(JSON.stringify({ holders: [A_HOLDER] }))],
    codes: /^ERR_TRACKER_API_MALFORMED$/,
  },
  ...API_DECODERS.map(
    ([name, decode, right]): Decoder => ({
      name,
      decode: (bytes) => decode(parseJson(bytes, 'it')),
      samples: [utf8(JSON.stringify(right))],
      codes: /^ERR_TRACKER_API_MALFORMED$/,
    }),
  ),
];

const MAP_LIMIT = 1024 * 1024;

const OF_DOCUMENTS: readonly Decoder[] = [
  {
    name: 'decodePageMap',
    decode: decodePageMap,
    samples: maps.documents.map(({ map }) => base64(map)),
    codes: /^ERR_PAGEMAP_/,
  },
  {
    name: 'buildPageMap',
    decode: (bytes) => buildPageMap(bytesReader(bytes)),
    samples: SMALL_PDFS.map(({ bytes }) => bytes),
    codes: /^ERR_PDF_/,
  },
  {
    name: 'filters and text strings of a PDF',
    decode: (bytes) => [
      decodeAsciiHex(bytes),
      decodeAscii85(bytes),
      inflatePartly(bytes, MAP_LIMIT),
      decodeLzw(bytes, 1, MAP_LIMIT),
      decodeRunLength(bytes, MAP_LIMIT),
      decodeTextString(bytes),
    ],
    samples: [
      base64('eJzLSM3JyVcozy/KSQEAGgsEXQ=='),
      utf8('<~87cURD]i,"Ebo80~>'),
      Uint8Array.of(0x80, 0x0b, 0x60),
    ],
    codes: noCode,
  },
];

/** Everything that reads what strangers send. */
export const DECODERS: readonly Decoder[] = [...OF_THE_WIRE, ...OF_TRACKERS, ...OF_DOCUMENTS];
