import { FILE_LIMITS, takeBencode } from '../bencode/decode.ts';
import { Bencoded, encodeBencode } from '../bencode/encode.ts';
import { asCount, asDictionary, asText } from '../bencode/fields.ts';
import { decodeInfo, type Info } from './info.ts';
import { malformedMetainfo } from './metainfo-error.ts';
import { decodePageswarmFields, type PageswarmFields, pageswarmDictionary } from './pageswarm-fields.ts';
import { decodeTrackerTiers, type TrackerTiers } from './tracker-tiers.ts';

/** What a `.torrent` says. @see BEP 3, "metainfo files" */
export interface Metainfo {
  readonly info: Info;
  /** the bytes that `info.infoHash` is the hash of */
  readonly infoBytes: Uint8Array;
  readonly trackers: TrackerTiers;
  readonly comment?: string;
  readonly createdBy?: string;
  /** seconds since 1970 */
  readonly creationDate?: number;
  /** for documents that we published */
  readonly pageswarm?: PageswarmFields;
}

/** A `.torrent` to be written: the info dictionary as its bytes, so that no rewriting can change the info hash. */
export type MetainfoFields = Omit<Metainfo, 'info'>;

/**
 * The `.torrent` that `bytes` hold. Byte fields are views of `bytes`.
 *
 * A single file and a folder of files alike; hybrids are read as version 1.
 *
 * @throws {CodedError} ERR_METAINFO_MALFORMED, ERR_METAINFO_V2_ONLY, ERR_BENCODE_MALFORMED, ERR_BENCODE_TOO_LARGE
 *   (above 10 MiB)
 * @see BEP 3; BEP 12; BEP 27; BEP 52; docs/protocol/pdf-pages.md
 */
export function decodeMetainfo(bytes: Uint8Array): Metainfo {
  const { value, used, spans } = takeBencode(bytes, FILE_LIMITS);
  const fields = asDictionary(value);
  const infoSpan = spans.get('info');
  // a line break after the end is what editors and mailers add
  if (bytes.subarray(used).some((byte) => byte !== 0x0a && byte !== 0x0d))
    throw malformedMetainfo('bytes after its end');
  if (fields === undefined || infoSpan === undefined) throw malformedMetainfo('no info dictionary');

  const infoBytes = bytes.subarray(infoSpan.begin, infoSpan.end);
  const ours = asDictionary(fields.get('pageswarm'));
  const given = {
    comment: asText(fields.get('comment')),
    createdBy: asText(fields.get('created by')),
    creationDate: asCount(fields.get('creation date')),
    pageswarm: ours && decodePageswarmFields(ours),
  };
  return {
    info: decodeInfo(infoBytes),
    infoBytes,
    trackers: decodeTrackerTiers(fields),
    ...withoutAbsent(given),
  };
}

/** The bytes of a `.torrent`. `announce` is the first tracker; `announce-list` is there when there are more. */
export function encodeMetainfo(metainfo: MetainfoFields): Uint8Array {
  const { trackers } = metainfo;
  return encodeBencode({
    announce: trackers[0]?.[0],
    'announce-list': trackers.flat().length > 1 ? trackers : undefined,
    comment: metainfo.comment,
    'created by': metainfo.createdBy,
    'creation date': metainfo.creationDate,
    info: new Bencoded(metainfo.infoBytes),
    pageswarm: metainfo.pageswarm && pageswarmDictionary(metainfo.pageswarm),
  });
}

/** `fields` without those that are `undefined`. */
function withoutAbsent<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
