import { decodeChangePage } from '../../common/tracker-api/decode-change.ts';
import {
  decodeDetails,
  decodeDocumentPage,
  decodeProblem,
  decodePublishAnswer,
  decodeSearchAnswer,
  decodeSummary,
  decodeWithdrawAnswer,
} from '../../common/tracker-api/decode-document.ts';
import { decodeHeartbeat, decodeHeartbeatAnswer } from '../../common/tracker-api/decode-heartbeat.ts';
import { decodeHostDetails, decodeHostPage, decodeStatus } from '../../common/tracker-api/decode-host.ts';
import {
  decodePublication,
  decodeUpload,
  decodeWithdrawal,
} from '../../common/tracker-api/decode-publication.ts';
import { aHeartbeat, anInfoHash } from './a-heartbeat.ts';
import { aKey, anUpload, aWithdrawal } from './publications.ts';

const key = aKey();
const upload = anUpload({ key, map: Buffer.from('map'), name: 'Übung 線形.pdf' });
/** The publication in what is uploaded. */
export const { publication: A_PUBLICATION } = upload;
const publication = A_PUBLICATION;
const summary = {
  ...{
    sha256: publication.sha256,
    infoHash: publication.infoHash,
    md5: publication.md5,
    name: publication.name,
  },
  ...{
    aliases: ['b.pdf'],
    title: '',
    author: '',
    subject: '',
    keywords: '',
    pages: 3,
    size: 10,
    holders: 1,
    publishedAt: 5,
  },
};
/** A holder as a tracker lists it. */
export const A_HOLDER = {
  hostId: 'a'.repeat(40),
  client: 'pageswarm',
  addresses: ['[2001:db8::1]:1'],
  complete: false,
  heldPercent: 1.5,
  heldPages: 2,
  ageMs: 7,
};
const host = {
  hostId: 'b'.repeat(40),
  client: 'Pageswarm 0.1.0',
  addresses: ['192.0.2.7:8169'],
  whole: 2,
  partial: 1,
  ageMs: 3,
};
const rate = { lastSecond: 1, lastMinute: 2, total: 3 };
const base = { at: 1, hostId: 'a'.repeat(40) };
const { sha256, infoHash, name } = publication;

/** A right value for each decoder of the tracker API: what it must give back unchanged. */
export const API_DECODERS: readonly [string, (value: unknown) => unknown, unknown][] = [
  ['decodePublication', decodePublication, publication],
  ['decodeUpload', decodeUpload, upload],
  ['decodeWithdrawal', decodeWithdrawal, aWithdrawal(upload, key)],
  [
    'decodeHeartbeat',
    decodeHeartbeat,
    aHeartbeat({
      addresses: ['192.0.2.1:1', '[2001:db8::1]:65535'],
      changes: [
        { infoHash: anInfoHash(1), complete: true },
        { infoHash: anInfoHash(2), heldPercent: 0.5, heldPages: 0 },
        { infoHash: anInfoHash(3), dropped: true },
      ],
    }),
  ],
  [
    'decodeHeartbeatAnswer',
    decodeHeartbeatAnswer,
    { intervalMs: 100, fullIntervalMs: 200, wantFull: true, unknown: [anInfoHash()] },
  ],
  ['decodeSummary', decodeSummary, summary],
  ['decodeDetails', decodeDetails, { ...summary, publication, wordsPerPage: [1], holderList: [A_HOLDER] }],
  ['decodeHostPage', decodeHostPage, { hosts: [host], next: '7' }],
  [
    'decodeHostDetails',
    decodeHostDetails,
    {
      ...host,
      holdings: [
        {
          ...{ sha256: publication.sha256, infoHash: publication.infoHash, name: publication.name },
          ...{ pages: 3, size: 10, complete: false, heldPercent: 41.5, heldPages: 1 },
        },
      ],
      next: '1',
    },
  ],
  [
    'decodeStatus',
    decodeStatus,
    {
      ...{ documents: 1, hosts: 2, standardPeers: 3, startedAt: 4, heartbeatMs: 5, announceMs: 6 },
      ...{ urls: ['http://192.0.2.7:8168'], announces: rate, heartbeats: rate },
      ...{ publications: 7, searches: 8, databaseBytes: 9 },
    },
  ],
  ['decodeDocumentPage', decodeDocumentPage, { documents: [summary], next: '7' }],
  ['decodeSearchAnswer', decodeSearchAnswer, { results: [summary], total: 9 }],
  ['decodePublishAnswer', decodePublishAnswer, { status: 'known', publication }],
  ['decodeWithdrawAnswer', decodeWithdrawAnswer, { status: 'gone', sha256 }],
  [
    'decodeProblem',
    decodeProblem,
    {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'd',
      code: 'ERR_X',
      candidates: [{ sha256, name }],
    },
  ],
  [
    'decodeChangePage',
    decodeChangePage,
    {
      changes: [
        { type: 'published', at: 1, sha256, infoHash, name },
        { type: 'host-up', ...base, client: 'test' },
        { type: 'host-down', ...base, reason: 'silent' },
        { type: 'holds', ...base, infoHash, complete: true },
        { type: 'dropped', ...base, infoHash },
      ],
      cursor: 'x',
      more: false,
      missed: true,
    },
  ],
];
