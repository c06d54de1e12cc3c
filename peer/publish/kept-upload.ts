import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { InfoHash } from '../../common/ids.ts';
import { writeAtomically } from '../../common/runtime/atomic-write.ts';
import { decodeUpload } from '../../common/tracker-api/decode-publication.ts';
import type { PublicationUpload } from '../../common/tracker-api/publication.ts';
import { verifyUpload } from '../../common/tracker-api/verify-upload.ts';

/** Keeps the signed publication of a document, so that it can be told to a tracker that does not know it. */
export async function keepUpload(folder: string, upload: PublicationUpload): Promise<void> {
  await writeAtomically(pathOf(folder, upload.publication.infoHash), JSON.stringify(upload));
}

/** The kept publication; `undefined` if there is none, or it does not verify any more. */
export async function keptUpload(folder: string, infoHash: InfoHash): Promise<PublicationUpload | undefined> {
  try {
    const upload = decodeUpload(JSON.parse(await readFile(pathOf(folder, infoHash), 'utf8')));
    verifyUpload(upload);
    return upload;
  } catch {
    return undefined;
  }
}

/** Forgets the kept publication. */
export async function dropUpload(folder: string, infoHash: InfoHash): Promise<void> {
  await unlink(pathOf(folder, infoHash)).catch(() => undefined);
}

function pathOf(folder: string, infoHash: InfoHash): string {
  return join(folder, `${infoHash}.publication`);
}
