import { type Command, exitCode } from "../command.ts";

export const command: Command = {
  name: "lsp",
  summary: {
    en: "Serve the language of run files to any editor that speaks the Language Server Protocol.",
    "zh-cn": "为任何支持语言服务器协议的编辑器提供运行文件的语言支持。",
  },
  operands: "",
  count: [0, 0],
  options: {
    stdio: {
      about: {
        en: "Speak over standard input and output. The only way, and what editors pass.",
        "zh-cn": "通过标准输入输出通信。这是唯一的方式，也是编辑器会传入的参数。",
      },
    },
  },
  async run(_args, { signal }) {
    // The transport is read from the arguments, so it has to be there whether or not it was written.
    if (!process.argv.includes("--stdio")) process.argv.push("--stdio");
    const running = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    await import(serverEntry());
    await running; // the server itself ends the process when its client says `exit` or goes away
    // A signal: its connection and its watch over the client would keep the process alive.
    process.exit(exitCode.cancelled);
  },
};

/** The server is a bundle of its own, so that no other command pays for loading it. */
function serverEntry(): string {
  const fromSource = import.meta.url.endsWith(".ts");
  return new URL(fromSource ? "../../language/server-main.ts" : "./server.cjs", import.meta.url).href;
}
