import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { Endpoint } from "../../../src/protocol/endpoint.ts";

export interface Asked {
  body: { model: string; messages: { role: string; content: string }[]; [key: string]: unknown };
  headers: IncomingMessage["headers"];
  /** Of the body. */
  bytes: number;
}
export type Behaviour = (asked: Asked, response: ServerResponse) => void | Promise<void>;

/**
 * A real HTTP server that behaves as told: request number n gets the n-th behaviour, all further ones the last.
 * `asked` holds every request that came, in order.
 */
export async function startChatServer(context: TestContext, behaviours: Behaviour | Behaviour[]) {
  const list = Array.isArray(behaviours) ? behaviours : [behaviours];
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const behaviour = list[Math.min(asked.length, list.length - 1)]!;
    const content = Buffer.concat(pieces);
    const one: Asked = { body: JSON.parse(content.toString("utf8")), headers: request.headers, bytes: content.length };
    asked.push(one);
    await behaviour(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}/v1`, server };
}

export function endpointAt(url: string, rest: Partial<Endpoint> = {}): Endpoint {
  return {
    url,
    model: "tiny",
    key_env: null,
    price: null,
    parallel: 4,
    requests_per_minute: null,
    tokens_per_minute: null,
    timeout: 10,
    ...rest,
  };
}

const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };

/** The whole answer at once, as a server that does not stream. */
export function whole(text: string | ((asked: Asked) => string), rest: object = {}): Behaviour {
  return (asked, response) => {
    const content = typeof text === "string" ? text : text(asked);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        object: "chat.completion",
        choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
        usage,
        ...rest,
      }),
    );
  };
}

export function chunkOf(delta: object, finish_reason: string | null = null): string {
  return `data: ${JSON.stringify({ object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
}

/** A streamed answer, a character in each event, its bytes sent in pieces of `size`: characters are cut in two. */
export function streamed(text: string, { size = 7, done = true }: { size?: number; done?: boolean } = {}): Behaviour {
  return async (_asked, response) => {
    const events = [...text].map((content) => chunkOf({ content }));
    const last = chunkOf({}, "stop");
    const count = `data: ${JSON.stringify({ choices: [], usage })}\n\n`;
    const body = Buffer.from(`: hello\n\n${events.join("")}${last}${count}${done ? "data: [DONE]\n\n" : ""}`);
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    for (let at = 0; at < body.length; at += size) {
      if (!response.write(body.subarray(at, at + size))) await new Promise((go) => response.once("drain", go));
    }
    response.end();
  };
}

/** Begins a stream and hangs up. */
export function cutStream(text: string): Behaviour {
  return (_asked, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(chunkOf({ content: text }), () => response.socket?.destroy());
  };
}

/** Ends a stream in good order, but in the middle of the answer. */
export function shortStream(text: string): Behaviour {
  return (_asked, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(chunkOf({ content: text }));
  };
}

export function failing(status: number, body: string | object = "", headers: Record<string, string> = {}): Behaviour {
  return (_asked, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

/** Sends its head and then nothing. */
export function silent(): Behaviour {
  return (_asked, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(": wait\n\n");
  };
}
