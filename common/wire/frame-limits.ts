import { bitfieldLength } from '../bitfield.ts';
import { MessageId } from './message-id.ts';

/** Largest block that is asked for or served, bytes: what all clients keep to. @see BEP 3, "request" */
export const MAX_BLOCK = 16 * 1024;

/**
 * Largest extended message, bytes with its ids and type. The longest is a leaf bitfield: this is enough for a million
 * leaves, a document of some 256 GiB; a chunk of metadata or of a page map is 16 KiB.
 */
export const MAX_EXTENDED = 128 * 1024 + 3;

/** What an id that we do not know may carry before it is ignored. */
const MAX_UNKNOWN = 64 * 1024;

/** What `<length>` may be at most, bytes with the id, by id. Ids of fixed length are exact. */
export type FrameLimit = (id: number) => number;

/**
 * The limits on a connection about a torrent of `pieces` pieces. A receiver refuses a longer frame when it has seen
 * its five header bytes.
 */
export function frameLimits(pieces: number): FrameLimit {
  const limits: Readonly<Record<number, number>> = Object.fromEntries([
    [MessageId.choke, 1],
    [MessageId.unchoke, 1],
    [MessageId.interested, 1],
    [MessageId.notInterested, 1],
    [MessageId.have, 5],
    [MessageId.bitfield, 1 + bitfieldLength(pieces)],
    [MessageId.request, 13],
    [MessageId.piece, 9 + MAX_BLOCK],
    [MessageId.cancel, 13],
    [MessageId.port, 3],
    [MessageId.suggest, 5],
    [MessageId.haveAll, 1],
    [MessageId.haveNone, 1],
    [MessageId.reject, 13],
    [MessageId.allowedFast, 5],
    [MessageId.extended, MAX_EXTENDED],
  ]);
  return (id) => limits[id] ?? MAX_UNKNOWN;
}
