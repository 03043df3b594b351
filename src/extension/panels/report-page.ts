import { createHash } from "node:crypto";

/** The editor styles the body and code of every webview by its theme; a report brings its own paper and ink. */
const NEUTRAL = "body,code,kbd{color:inherit;background:none}body{font:inherit}";

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
  hashes.unshift(`'sha256-${sha256(NEUTRAL)}'`);
  const styles = hashes.join(" ");
  // Its charts colour their parts by style attributes; with nothing to load, those can do no more than that.
  const policy = `default-src 'none'; img-src data:; style-src-elem ${styles}; style-src-attr 'unsafe-inline'`;
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  // Before anything else in the head, so that it holds for all that follows.
  const ours = `${meta}<style>${NEUTRAL}</style>`;
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (tag) => `${tag}${ours}`) : `${ours}${html}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
