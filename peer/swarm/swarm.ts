export type { Connection, ConnectionListener } from './connection.ts';
export { HolderPool, type HolderPoolOptions } from './holder-pool.ts';
export {
  type Admission,
  openSwarm,
  type Reached,
  type Swarm,
  type SwarmOptions,
  type Topic,
} from './open-swarm.ts';
export { type ProbedHolder, probeHolders } from './probe.ts';
