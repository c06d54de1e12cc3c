import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeInfo, encodeInfo } from '../../common/metainfo/info.ts';
import { silentLog } from '../../common/runtime/log.ts';
import { type Content, type Description, describeDocument } from '../../peer/content/content.ts';
import { openWhole } from '../../peer/content/whole.ts';
import { Limits, NO_LIMITS } from '../../peer/limit/limit.ts';
import { serveMetadata } from '../../peer/metadata/metadata.ts';
import { seed, Uploads } from '../../peer/seed/seed.ts';
import { type Connection, openSwarm, type Swarm, type Topic } from '../../peer/swarm/swarm.ts';

/** A document made of pieces, and its bytes. */
export interface MadeDocument {
  readonly description: Description;
  readonly bytes: Uint8Array;
  /** its info dictionary */
  readonly infoBytes: Uint8Array;
  readonly topic: Topic;
}

/** A document of `bytes`, without a page map. */
export function aDocument(bytes: Uint8Array, pieceLength = 65_536): MadeDocument {
  const hashes: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) {
    hashes.push(
      createHash('sha1')
        .update(bytes.subarray(at, at + pieceLength))
        .digest(),
    );
  }
  const pieces = Buffer.concat(hashes);
  const infoBytes = encodeInfo({ name: 'made.bin', length: bytes.length, pieceLength, pieces });
  const info = decodeInfo(infoBytes);
  const description = describeDocument({ info });
  return {
    description,
    infoBytes,
    bytes,
    topic: { infoHash: info.infoHash, pieceCount: info.pieceCount, complete: false },
  };
}

/** A folder that is removed when disposed of. */
export async function aFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'pageswarm-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** `document` as a complete content in `folder`. */
export async function aWholeContent({ description, bytes }: MadeDocument, folder: string): Promise<Content> {
  const path = join(folder, 'whole.bin');
  await writeFile(path, bytes);
  const { mtimeMs } = await stat(path);
  return openWhole(description, { path, size: bytes.length, mtimeMs });
}

let nodes = 0;

/** A node on 127.0.0.1 that serves `content`, or only dials. */
export function aSwarm(content?: Content, limits = new Limits(NO_LIMITS)): Promise<Swarm> {
  const { info } = content?.description ?? { info: undefined };
  const uploads = new Uploads({ limits });
  return openSwarm({
    host: '127.0.0.1',
    port: 0,
    portFixed: false,
    peerId: new TextEncoder().encode(`-PS0100-${String(++nodes).padStart(12, '0')}`),
    client: 'Pageswarm test',
    limits: limits.values,
    admit: async (infoHash) => {
      if (content === undefined || info?.infoHash !== infoHash) return undefined;
      const topic = {
        infoHash,
        pieceCount: info.pieceCount,
        metadataSize: info.encoded.length,
        private: info.private,
        complete: content.complete,
      };
      const begin = (connection: Connection): void => {
        seed(connection, { content, uploads, uploaded: () => undefined });
        serveMetadata(connection, info);
      };
      return { topic, begin };
    },
    log: silentLog,
  });
}
