export { type Connection, type ConnectionListener, REQUEST_QUEUE } from './connection.ts';
export { HolderPool } from './holder-pool.ts';
export { listensAt } from './listens-at.ts';
export { type Admission, openSwarm, type Swarm, type Topic } from './open-swarm.ts';
export { type ProbedHolder, type ProbeOptions, probeHolders } from './probe.ts';
export { pingMs, untilIntroduced } from './round-trip.ts';
export type { TrafficBook } from './traffic.ts';
