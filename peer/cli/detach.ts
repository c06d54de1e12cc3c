import { cleanText } from '../../common/text/clean-text.ts';
import type { PeerConfig } from '../config.ts';
import type { GetRequest, Operations } from '../operations/operations.ts';
import type { VerbContext } from './perform.ts';
import { runningOperations } from './running-peer.ts';

/**
 * Hands documents to the running peer, which gets them when their turn comes; prints an id for each.
 *
 * @param documentsOf names them, by what the peer knows
 */
export async function detach(
  documentsOf: (operations: Operations) => Promise<readonly string[]>,
  request: Omit<GetRequest, 'document'>,
  json: boolean,
  config: PeerConfig,
  context: VerbContext,
): Promise<void> {
  const operations = await runningOperations(config, context);
  for (const document of await documentsOf(operations)) {
    try {
      const transfer = await operations.enqueue({ ...request, document }, context);
      if (json) context.output.json(transfer);
      else context.output.data(transfer.id);
      context.output.note(cleanText(`${transfer.name}: ${transfer.state}; see pageswarm transfers`));
    } catch (error) {
      if (context.signal.aborted) throw error;
      context.report(error, document);
    }
  }
}
