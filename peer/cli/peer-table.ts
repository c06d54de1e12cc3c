import { formatBytes, formatDateTime, formatLatency, formatRate } from '../../common/text/format.ts';
import type { Ban, ConnectedPeer } from '../operations/operations.ts';
import { type Column, formatTable } from './table.ts';

const PEER_COLUMNS: readonly Column[] = [
  { title: 'address', max: 50 },
  { title: 'client', max: 24 },
  { title: 'by' },
  { title: 'latency', right: true },
  { title: 'we serve it' },
  { title: 'it serves us' },
  { title: 'up', right: true },
  { title: 'down', right: true },
  { title: 'sent', right: true },
  { title: 'received', right: true },
  { title: 'document', max: 50 },
];

/** Lines for people: those we are connected with. */
export function peerTable(peers: readonly ConnectedPeer[]): string[] {
  return formatTable(PEER_COLUMNS, peers.map(peerRow));
}

function peerRow(peer: ConnectedPeer): string[] {
  return [
    peer.address,
    peer.client,
    peer.outgoing ? 'us' : 'them',
    formatLatency(peer.latencyMs),
    service(peer.peerInterested, peer.amChoking),
    service(peer.amInterested, peer.peerChoking),
    formatRate(peer.upRate),
    formatRate(peer.downRate),
    formatBytes(peer.uploadedBytes),
    formatBytes(peer.downloadedBytes),
    peer.document === '' ? peer.infoHash : peer.document,
  ];
}

/** Whether one side is served by the other: it may have to wait until there is room. */
function service(wanted: boolean, choked: boolean): string {
  if (!wanted) return '-';
  return choked ? 'waits' : 'yes';
}

const BAN_COLUMNS: readonly Column[] = [
  { title: 'when' },
  { title: 'address', max: 50 },
  { title: 'reason', max: 60 },
  { title: 'document', max: 50 },
];

/** Lines for people: those who are not asked again. */
export function banTable(bans: readonly Ban[]): string[] {
  return formatTable(
    BAN_COLUMNS,
    bans.map(({ at, address, reason, document }) => [formatDateTime(at), address, reason, document]),
  );
}
