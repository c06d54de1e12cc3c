import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { formatHex, parseHex } from '../../common/bytes.ts';
import { parseInfoHash } from '../../common/ids.ts';
import { decodeMetainfo, encodeMetainfo } from '../../common/metainfo/metainfo.ts';
import { decodePageMap } from '../../common/pdf/page-map-decode.ts';
import { encodePageMap } from '../../common/pdf/page-map-encode.ts';
import { signPublication } from '../../common/tracker-api/signature.ts';
import { openLibrary } from '../../peer/library/library.ts';
import type { GetResult } from '../../peer/operations/operations.ts';
import { aPdf } from '../support/a-pdf.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { startRelayedHolder } from '../support/relayed-holder.ts';

const bytes = aPdf({ pages: 20, bytesPerPage: 40_000 });

/** The map of a document with one leaf digest that is not that of its bytes. */
function forged(blob: Uint8Array): Uint8Array {
  const map = decodePageMap(blob);
  const digests = map.digests.slice();
  digests[16 * 5] = (digests[16 * 5] ?? 0) ^ 1;
  return encodePageMap({ ...map, digests });
}

/** A node whose library holds the document with a forged map, and a tracker that has its signed publication. */
async function startForger(lab: Lab) {
  const tracker = await lab.startTracker();
  const path = await lab.file('book.pdf', bytes);
  const elsewhere = await lab.startTracker();
  const honest = await startRelayedHolder(lab, elsewhere, path);
  await honest.process.stop();

  const [document] = await (async () => {
    await using library = await openLibrary(honest.data);
    return library.documents();
  })();
  if (document === undefined) throw new Error('nothing was published');
  await using source = await openLibrary(honest.data);
  const torrent = decodeMetainfo((await source.torrentOf(document.infoHash)) ?? new Uint8Array());
  const map = forged((await source.mapOf(document.infoHash)) ?? new Uint8Array());
  const mapDigest = createHash('sha256').update(map).digest();

  const upload = JSON.parse(
    await readFile(`${source.folders.documents}/${document.infoHash}.publication`, 'utf8'),
  );
  const { publisher: _publisher, signature: _signature, ...fields } = upload.publication;
  const key = generateKeyPairSync('ed25519').privateKey;
  const publication = signPublication(
    { ...fields, mapDigest: formatHex(mapDigest), mapBytes: map.length },
    key,
  );
  const answer = await fetch(`${tracker.url}/v1/publications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...upload, publication, map: Buffer.from(map).toString('base64') }),
  });
  expect(answer.status).toBe(201);

  const data = lab.path('forger');
  {
    await using library = await openLibrary(data);
    const { mtimeMs } = await stat(path);
    const pageswarm = {
      sha256: document.sha256,
      pages: 20,
      map: { digest: mapDigest, size: map.length, blob: map },
    };
    const forgedTorrent = encodeMetainfo({ infoBytes: torrent.infoBytes, trackers: [], pageswarm });
    await library.add({ ...document, path, mtimeMs }, forgedTorrent, map);
  }
  expect(parseHex(document.infoHash)).toHaveLength(20);
  return { tracker, data, infoHash: parseInfoHash(document.infoHash) };
}

describe('a page map with a forged leaf digest', () => {
  test('costs nobody the document: it is fetched by pieces, and exact', async () => {
    await using lab = await createLab();
    const { tracker, data, infoHash } = await startForger(lab);
    await lab.startPeer({ data, tracker });

    const ran = await lab.run(['get', infoHash, '--json', '--host', '127.0.0.1', '--port', '0'], {
      data: lab.path('downloader'),
      tracker,
    });

    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('the page map does not fit the document');
    const result = ran.json<GetResult>();
    expect(result.md5Ok).toBe(true);
    expect(Buffer.compare(await readFile(result.path), bytes)).toBe(0);
    expect(result.holders.every(({ banned }) => !banned)).toBe(true);
    await using library = await openLibrary(lab.path('downloader'));
    expect(await library.mapOf(infoHash)).toBeUndefined();
  }, 60_000);
});
