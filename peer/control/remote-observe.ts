import type {
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
    log: (request, options) => ask.value<readonly LogEntry[]>('log', request, options),
    heat: (document, options) => ask.value<PageHeat>('heat', { document }, options),
  };
}
