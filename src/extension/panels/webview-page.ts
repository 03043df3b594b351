import { randomBytes } from "node:crypto";

export interface Page {
  title: string;
  language: string;
  /** What the editor calls `webview.cspSource`: where files of the extension come from. */
  source: string;
  script: string;
  style: string;
  nonce: string;
}

export function newNonce(): string {
  return randomBytes(18).toString("base64url");
}

/**
 * A panel's page. Nothing is allowed but our own script, style file and images: no eval, no inline style, no network.
 * The nonce in `style-src` and the meta element are for one probe of the controls library: it inserts an empty style element
 * to learn what the browser can, takes the nonce from that element of the page, and falls back to a worse focus ring else.
 */
export function webviewPage({ title, language, source, script, style, nonce }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source} 'nonce-${nonce}'`,
    `img-src ${source} data:`,
    `font-src ${source}`,
    `script-src 'nonce-${nonce}'`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta property="csp-nonce" content="${nonce}">
    <link rel="stylesheet" href="${attribute(style)}">
    <title>${attribute(title)}</title>
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${nonce}" type="module" src="${attribute(script)}"></script>
  </body>
</html>
`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function attribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
