/** Host and port of an address, as events and messages name it: no user, no path, no key. Null: it is no web address. */
export function hostOf(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed && (parsed.protocol === "http:" || parsed.protocol === "https:") ? parsed.host : null;
}

/**
 * Whether an address is of this very machine: `localhost` and names under it (RFC 6761), 127.0.0.0/8, `::1`.
 * Addresses of the local network are other machines, and so is every name that would have to be looked up.
 */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  // WHATWG's parser has turned 127.1, 0x7f.1 and 2130706433 into 127.0.0.1 by now, and IPv6 into its shortest form.
  const name = new URL(url).hostname.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return /^127\.\d+\.\d+\.\d+$/.test(name) || name === "[::1]" || /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\]$/.test(name);
}
