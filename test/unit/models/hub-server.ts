import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A hub on this machine. Each request gets the next answer; the last one stays. Returns the addresses that were asked for. */
export async function startHub(context: TestContext, answers: Answer[]): Promise<{ requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]!;
    requests.push(`${request.url}${request.headers.range ? ` ${request.headers.range}` : ""}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.HF_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  context.after(() => {
    delete process.env.HF_ENDPOINT;
    server.closeAllConnections();
    server.close();
  });
  return { requests };
}

/** Serves the content, from where the range says. */
export function serve(content: Buffer, headers: Record<string, string> = {}): Answer {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const range = from > 0 ? { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { "content-length": content.length - from, ...range, ...headers });
    response.end(content.subarray(from));
  };
}

/**
 * Announces the content, sends some of it and hangs up once the client says that it has it: what is still in its
 * buffers when a connection breaks, a client loses.
 */
export function cut(content: Buffer, after: number, arrived: Promise<void>): Answer {
  return async (_request, response) => {
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, after));
    await arrived;
    response.socket?.destroy();
  };
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(code, headers);
    response.end();
  };
}

export function json(value: unknown): Answer {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
}
