import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { EndpointFault } from "./fault.ts";
import { openTunnel, proxyFor } from "./proxy.ts";

/** A server that keeps a line open by sending nothing of use is given up after so many times the timeout. */
const PATIENCE = 20;

export interface PostOptions {
  body: string;
  headers: Record<string, string>;
  /** Seconds without a byte. */
  timeout: number;
  signal: AbortSignal;
  agent: Agent;
  env: NodeJS.ProcessEnv;
}

export interface Posted {
  status: number;
  headers: IncomingMessage["headers"];
  /** The body's pieces as they come. Throws `EndpointFault` for a line that broke or went silent. */
  body: AsyncIterable<Uint8Array>;
  /** Gives the connection up where the body is not read to its end. */
  drop(): void;
}

/**
 * One POST with Node's own client. It follows no redirect, so that what is meant for one host never goes to another.
 * Throws `EndpointFault` (`endpoint-unreachable`, `endpoint-silent`), or the signal's reason.
 */
export async function post(url: string, options: PostOptions): Promise<Posted> {
  const target = new URL(url);
  const { host } = target;
  const silence = watchSilence(options.timeout);
  const signal = AbortSignal.any([options.signal, silence.signal]);
  const faultOf = (error: unknown) => {
    silence.stop();
    if (options.signal.aborted) return options.signal.reason;
    if (silence.signal.aborted) {
      return new EndpointFault("endpoint-silent", { host, seconds: options.timeout }, { remedy: "again" });
    }
    return unreachable(host, error);
  };
  try {
    const request = await open(target, options, signal);
    const response = await answerTo(request, options.body);
    silence.alive();
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: pieces(response, silence.alive, faultOf, silence.stop),
      drop: () => {
        silence.stop();
        response.destroy();
      },
    };
  } catch (error) {
    throw faultOf(error);
  }
}

async function open(target: URL, options: PostOptions, signal: AbortSignal): Promise<ClientRequest> {
  const { agent, env } = options;
  const headers = { ...options.headers, "content-length": String(Buffer.byteLength(options.body)) };
  const common = { method: "POST", headers, signal };
  const proxy = proxyFor(target, env);
  if (!proxy) return (target.protocol === "https:" ? httpsRequest : httpRequest)(target, { ...common, agent });
  if (target.protocol === "https:") {
    const socket = await openTunnel(proxy, target, signal);
    return httpsRequest(target, { ...common, agent: false, createConnection: () => socket });
  }
  // Plain HTTP goes to the proxy itself, with the whole address in the request line (RFC 9112, §3.2.2).
  return httpRequest({
    ...common,
    host: proxy.hostname,
    port: proxy.port,
    path: target.href,
    headers: { ...headers, host: target.host, ...proxy.headers },
  });
}

function answerTo(request: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
    request.end(body);
  });
}

async function* pieces(
  response: IncomingMessage,
  alive: () => void,
  faultOf: (error: unknown) => unknown,
  stop: () => void,
): AsyncIterable<Uint8Array> {
  try {
    for await (const piece of response) {
      alive();
      yield piece;
    }
  } catch (error) {
    throw faultOf(error);
  } finally {
    stop();
  }
}

/** Aborts after so many seconds without `alive`, and after `PATIENCE` times as many whatever comes. */
function watchSilence(seconds: number) {
  const controller = new AbortController();
  const give = () => controller.abort();
  const timer = setTimeout(give, seconds * 1000);
  const last = setTimeout(give, seconds * 1000 * PATIENCE);
  return {
    signal: controller.signal,
    alive: () => void timer.refresh(),
    stop: () => {
      clearTimeout(timer);
      clearTimeout(last);
    },
  };
}

/** A name that does not exist and a certificate that is not trusted stay so; a line that breaks may hold the next time. */
function unreachable(host: string, error: unknown): EndpointFault {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const isLasting = code === "ENOTFOUND" || code.startsWith("ERR_TLS") || /CERT|SELF_SIGNED/.test(code);
  const reason = code === "" ? message : code;
  return new EndpointFault(
    "endpoint-unreachable",
    { host, reason },
    { remedy: isLasting ? "endpoint" : "again", cause: error },
  );
}
