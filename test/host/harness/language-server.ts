// The shortest conversation with a language server: open a document, ask for a hover, leave.
import { spawn } from "node:child_process";

interface Question {
  uri: string;
  text: string;
  position: { line: number; character: number };
}

/** Starts `node ...args`, and gives its answer to a hover. Throws what the server says of an error, or that it ended. */
export async function askServer(args: string[], { uri, text, position }: Question): Promise<unknown> {
  const server = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ask = (id: number, method: string, params: object | null) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      send({ id, method, params });
    });
  server.once("exit", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the server ended with ${code}`));
  });
  let rest = Buffer.alloc(0);
  server.stdout.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n(?:.*\r\n)*?\r\n/.exec(rest.toString("latin1"));
      if (!header || rest.length < header[0].length + Number(header[1])) return;
      const end = header[0].length + Number(header[1]);
      const message = JSON.parse(rest.toString("utf8", header[0].length, end));
      rest = rest.subarray(end);
      // What the server asks for itself, its client has not.
      if (message.method && message.id !== undefined) send({ id: message.id, result: null });
      else if (message.error) waiting.get(message.id)?.reject(new Error(message.error.message));
      else if (message.id !== undefined) waiting.get(message.id)?.resolve(message.result);
    }
  });
  try {
    await ask(1, "initialize", { processId: process.pid, rootUri: null, capabilities: {} });
    send({ method: "initialized", params: {} });
    const document = { uri, languageId: "deepextension-run", version: 1, text };
    send({ method: "textDocument/didOpen", params: { textDocument: document } });
    return await ask(2, "textDocument/hover", { textDocument: { uri }, position });
  } finally {
    waiting.clear();
    server.kill("SIGKILL");
  }
}
