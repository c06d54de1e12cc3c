import type { BlockAddress } from './block-address.ts';

/**
 * What one side can tell the other. `bits`, `data` and `payload` of a decoded message are views of what was received.
 *
 * @see BEP 3, "peer messages"; BEP 6; BEP 10
 */
export type Message =
  | { readonly type: 'choke' }
  | { readonly type: 'unchoke' }
  | { readonly type: 'interested' }
  | { readonly type: 'notInterested' }
  | { readonly type: 'haveAll' }
  | { readonly type: 'haveNone' }
  | { readonly type: 'have' | 'suggest' | 'allowedFast'; readonly piece: number }
  | { readonly type: 'bitfield'; readonly bits: Uint8Array }
  | ({ readonly type: 'request' | 'cancel' | 'reject' } & BlockAddress)
  | { readonly type: 'piece'; readonly piece: number; readonly begin: number; readonly data: Uint8Array }
  | { readonly type: 'port'; readonly port: number }
  /** `id` 0 is the extended handshake, others are what the receiver of the message gave out in its own */
  | { readonly type: 'extended'; readonly id: number; readonly payload: Uint8Array };
