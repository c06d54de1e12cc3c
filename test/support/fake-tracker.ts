import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that behaves as a test wants. */
export interface FakeTracker extends AsyncDisposable {
  readonly url: string;
  /** method and path of each request, in order */
  readonly requests: readonly string[];
}

/** Starts a server on loopback that answers with `respond`. */
export async function fakeTracker(
  respond: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FakeTracker> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume();
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Never answers. */
export const silent = () => {};

/** Answers what is no tracker's. */
export const garbage = (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('<html>{"results": 1');
};

/** Sends an answer without end. */
export const endless = (_: IncomingMessage, response: ServerResponse) => {
  const chunk = Buffer.alloc(256 * 1024, 0x20);
  const flood = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', flood);
  flood();
};
