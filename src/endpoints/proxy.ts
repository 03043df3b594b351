import { request } from "node:http";
import type { Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { isLoopback } from "../protocol/host.ts";

export interface Proxy {
  hostname: string;
  port: number;
  headers: Record<string, string>;
}

/**
 * The proxy for an address by the environment: `HTTPS_PROXY` or `HTTP_PROXY` by the address's own scheme (either case,
 * `http:` proxies with or without a user), unless `NO_PROXY` names the host, a domain above it, `host:port` or `*`.
 * This machine is never asked for through a proxy: a proxy is another machine.
 */
export function proxyFor(target: URL, env: NodeJS.ProcessEnv): Proxy | null {
  const named = (name: string) => env[name] || env[name.toLowerCase()] || null;
  const written = named(target.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (written === null || isLoopback(target.href) || isExcepted(target, named("NO_PROXY") ?? "")) return null;
  const withScheme = written.includes("://") ? written : `http://${written}`;
  if (!URL.canParse(withScheme)) return null;
  const { protocol, hostname, port, username, password } = new URL(withScheme);
  if (protocol !== "http:") return null;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers: Record<string, string> =
    username === "" ? {} : { "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}` };
  return { hostname, port: port === "" ? 80 : Number(port), headers };
}

function isExcepted({ hostname, port, protocol }: URL, exceptions: string): boolean {
  const ownPort = port || (protocol === "https:" ? "443" : "80");
  return exceptions.split(/[\s,]+/).some((entry) => {
    if (entry === "*") return true;
    const [, name = "", exceptPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase())!;
    const domain = name.replace(/^\*?\./, "");
    if (domain === "" || (exceptPort !== undefined && exceptPort !== ownPort)) return false;
    return hostname === domain || hostname.endsWith(`.${domain}`);
  });
}

/** A TLS connection to the target through the proxy (`CONNECT`, RFC 9110, §9.3.6). The proxy sees the host's name and nothing else. */
export async function openTunnel(proxy: Proxy, target: URL, signal: AbortSignal): Promise<TLSSocket> {
  const authority = `${target.hostname}:${target.port || 443}`;
  const socket = await new Promise<Socket>((resolve, reject) => {
    const asking = request({
      method: "CONNECT",
      host: proxy.hostname,
      port: proxy.port,
      path: authority,
      headers: { host: authority, ...proxy.headers },
      signal,
    });
    asking.once("connect", ({ statusCode }, opened) => {
      if (statusCode === 200) return resolve(opened);
      opened.destroy();
      reject(new Error(`the proxy answered ${statusCode}`));
    });
    asking.once("error", reject);
    asking.end();
  });
  return connect({ socket, servername: target.hostname, ALPNProtocols: ["http/1.1"] });
}
