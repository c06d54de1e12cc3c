import type {
  Ban,
  ConnectedPeer,
  LimitState,
  LogEntry,
  NetworkState,
  ObserveOperations,
  PageHeat,
  WatchEvent,
} from '../operations/operations.ts';
import type { Ask } from './remote-transfers.ts';

/** How the node that `ask` reaches is doing. */
export function remoteObserve(ask: Ask): ObserveOperations {
  return {
    watch: (parts, options) => ask.events<WatchEvent>('watch', { parts }, options),
    network: (options) => ask.value<NetworkState>('network', {}, options),
    peers: (document, options) => ask.value<readonly ConnectedPeer[]>('peers', { document }, options),
    bans: (options) => ask.value<readonly Ban[]>('bans', {}, options),
    limits: (options) => ask.value<LimitState>('limits', {}, options),
    log: (request, options) => ask.value<readonly LogEntry[]>('log', request, options),
    heat: (document, options) => ask.value<PageHeat>('heat', { document }, options),
  };
}
