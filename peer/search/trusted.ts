import { CodedError } from '../../common/errors.ts';
import type { DocumentDetails, PublicationUpload } from '../../common/tracker-api/publication.ts';
import { verifyPublication } from '../../common/tracker-api/signature.ts';
import { type VerifiedUpload, verifyUpload } from '../../common/tracker-api/verify-upload.ts';

/**
 * `upload` after every check, if it is of the document that was asked for.
 *
 * @param id SHA-256 or info hash
 * @throws {CodedError} ERR_TRACKER_GARBAGE, and as `verifyUpload` does
 */
export function trustedUpload(upload: PublicationUpload, id: string): VerifiedUpload {
  const verified = verifyUpload(upload);
  const { sha256, infoHash } = verified.publication;
  if (sha256 !== id && infoHash !== id) throw garbage('another document than was asked for');
  return verified;
}

/**
 * `details` if its publisher has signed what they say.
 *
 * @throws {CodedError} ERR_TRACKER_GARBAGE
 */
export function trustedDetails(details: DocumentDetails): DocumentDetails {
  const { publication, sha256, infoHash, md5, size, pages } = details;
  if (!verifyPublication(publication)) throw garbage('a publication with a false signature');
  const agree =
    publication.sha256 === sha256 &&
    publication.infoHash === infoHash &&
    publication.md5 === md5 &&
    publication.size === size &&
    publication.pages === pages;
  if (!agree) throw garbage('something else than the publication says');
  return details;
}

function garbage(what: string): CodedError {
  return new CodedError('ERR_TRACKER_GARBAGE', `the tracker answered with ${what}`);
}
