import { createHash } from "node:crypto";

/**
 * A report, which is one HTML file made to be read anywhere, as the content of a webview without scripts.
 * The style elements of its head are let through by their hashes and nothing else is: whatever a model's answer may have
 * brought into the body stays text and loads nothing.
 */
export function reportPage(html: string): string {
  const head = html.slice(0, Math.max(0, html.search(/<\/head>|<body[\s>]/i)));
  const hashes = [...head.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi)].map(
    ([, css]) => `'sha256-${sha256(css ?? "")}'`,
  );
  const styles = hashes.length === 0 ? "'none'" : hashes.join(" ");
  // Its charts colour their parts by style attributes; with nothing to load, those can do no more than that.
  const policy = `default-src 'none'; img-src data:; style-src-elem ${styles}; style-src-attr 'unsafe-inline'`;
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  // Before anything else in the head, so that it holds for all that follows.
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (tag) => `${tag}${meta}`) : `${meta}${html}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
