import { type Contender, dealSlots, fillSlots } from '../choke/choke.ts';
import type { Limits, UploadLimit } from '../limit/limit.ts';
import type { Connection } from '../swarm/swarm.ts';

/** How often all slots are dealt anew while somebody waits, ms. @see docs/decisions/0024 */
const ROUND_MS = 30_000;
/** How often idle slots are looked for while somebody waits, ms. */
const LOOK_MS = 500;
/** Who has a slot and asks for nothing this long leaves it idle, ms: more than a round trip over any link. */
const IDLE_MS = 2000;

/** One connection over which we serve a document. */
export interface Party {
  readonly connection: Pick<Connection, 'remoteId' | 'traffic' | 'amChoking' | 'peerInterested'>;
  /** whether we have the whole document, so that there is nothing to get in return */
  readonly complete: boolean;
  /** how much of the document it has, 0 to 1 */
  readonly held: number;
  /** whether it waits for bytes that it has asked for */
  readonly busy: boolean;
  choke(): void;
  unchoke(): void;
}

/** The place of a party among all whom a node serves. */
export interface Seat {
  /** It is interested now, or no more. */
  changed(): void;
  /** It has asked for something. */
  asked(): void;
  leave(): void;
}

/** How the slots are dealt, and what those who have one may take together. */
export interface UploadsOptions {
  /** none without it */
  readonly limits?: Limits;
  /** ms, on any clock that does not go back */
  readonly now?: () => number;
  /** from 0 to below 1 */
  readonly random?: () => number;
}

/** Whom a node serves, over all its connections: a few at a time, so that each of them gets much. */
export class Uploads {
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #limits: Limits | undefined;
  readonly #members = new Set<Member>();
  #timer: NodeJS.Timeout | undefined;
  #dealtAt = 0;

  constructor({ limits, now = () => performance.now(), random = Math.random }: UploadsOptions = {}) {
    this.#limits = limits;
    this.#now = now;
    this.#random = random;
  }

  /** Somebody is to be served when there is a slot for him. */
  join(party: Party): Seat {
    const member = new Member(party, this.#now());
    this.#members.add(member);
    const seat: Seat = {
      changed: () => {
        member.since = this.#now();
        this.#fill();
      },
      asked: () => {
        member.askedAt = this.#now();
      },
      leave: () => {
        this.#members.delete(member);
        this.#fill();
      },
    };
    if (party.connection.peerInterested) seat.changed();
    return seat;
  }

  /** What holds for sending to `address` at the moment; `undefined`: nothing does. */
  limitOf(address: string): UploadLimit | undefined {
    return this.#limits?.upload(address);
  }

  #fill(): void {
    const contenders = this.#contenders();
    this.#serve(fillSlots(contenders));
  }

  #deal(): void {
    this.#serve(dealSlots(this.#contenders(), this.#random()).unchoked);
    this.#beginRound();
  }

  #contenders(): readonly (Contender & { readonly member: Member })[] {
    const received = this.#receivedByPeer();
    const now = this.#now();
    return [...this.#members].map((member) => ({
      member,
      interested: member.party.connection.peerInterested,
      unchoked: member.unchoked,
      idle: member.isIdle(now),
      newcomer: !member.served,
      held: member.party.held,
      since: member.since,
      merit: member.party.complete ? member.sent : (received.get(member.party.connection.remoteId) ?? 0),
    }));
  }

  /** Two peers that trade mostly do so over two connections, each over the one that it has made. */
  #receivedByPeer(): ReadonlyMap<string, number> {
    const received = new Map<string, number>();
    for (const { party, received: bytes } of this.#members) {
      const { remoteId } = party.connection;
      received.set(remoteId, (received.get(remoteId) ?? 0) + bytes);
    }
    return received;
  }

  /** Chokes and unchokes: the slots that are given up first. */
  #serve(chosen: readonly { readonly member: Member }[]): void {
    const members = new Set(chosen.map(({ member }) => member));
    const now = this.#now();
    for (const member of this.#members) if (member.unchoked && !members.has(member)) member.choke(now);
    for (const member of members) if (!member.unchoked) member.unchoke(now);
    this.#watch();
  }

  /** There is something to decide as time passes only while somebody waits. */
  #watch(): void {
    const waiting = [...this.#members].some(
      ({ party, unchoked }) => party.connection.peerInterested && !unchoked,
    );
    if (waiting && this.#timer === undefined) {
      this.#beginRound();
      this.#timer = setInterval(() => this.#look(), LOOK_MS);
      this.#timer.unref();
    } else if (!waiting) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  #look(): void {
    if (this.#now() - this.#dealtAt >= ROUND_MS) this.#deal();
    else this.#fill();
  }

  #beginRound(): void {
    this.#dealtAt = this.#now();
    for (const member of this.#members) member.beginRound();
  }
}

/** What is known of a party. */
class Member {
  readonly party: Party;
  /** since when it waits, or has its slot, ms */
  since: number;
  askedAt: number;
  /** whether it ever had a slot */
  served = false;
  #sentBefore = 0;
  #receivedBefore = 0;

  constructor(party: Party, now: number) {
    this.party = party;
    this.since = now;
    this.askedAt = now;
    this.beginRound();
  }

  get unchoked(): boolean {
    return !this.party.connection.amChoking;
  }

  /** bytes of this round */
  get sent(): number {
    return this.party.connection.traffic.up.total - this.#sentBefore;
  }

  get received(): number {
    return this.party.connection.traffic.down.total - this.#receivedBefore;
  }

  beginRound(): void {
    const { up, down } = this.party.connection.traffic;
    this.#sentBefore = up.total;
    this.#receivedBefore = down.total;
  }

  isIdle(now: number): boolean {
    return this.unchoked && !this.party.busy && now - Math.max(this.askedAt, this.since) >= IDLE_MS;
  }

  choke(now: number): void {
    this.since = now;
    this.party.choke();
  }

  unchoke(now: number): void {
    this.since = now;
    this.served = true;
    this.party.unchoke();
  }
}
