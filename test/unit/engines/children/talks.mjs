// Says what the job's `source` asks for: a stand-in for the engine's child, to see what the parent makes of it.
import process from "node:process";

const scripts = {
  async done() {
    console.log("on stdout");
    console.error("on stderr");
    process.send({ type: "progress", done: 1, total: 2, unit: "tensors", seconds_left: 0.5 });
    process.send({ type: "done", peak_memory_bytes: 123, facts: { threads: 1 } }, () => process.exit(0));
  },
  async failed() {
    process.send({ type: "failed", code: "quantize-failed", params: { type: "x", reason: "y" } }, () =>
      process.exit(1),
    );
  },
  async dies() {
    console.error("/src/ggml/src/ggml.c:42: GGML_ASSERT(a == b) failed\nsome frame");
    process.abort();
  },
  async nonsense() {
    process.send({ type: "shout", volume: 11 });
    setInterval(() => undefined, 1000);
  },
  async floods() {
    const line = `${"x".repeat(1023)}\n`;
    for (let count = 0; count < 4096; count += 1) await new Promise((resolve) => process.stderr.write(line, resolve));
    process.send({ type: "done", peak_memory_bytes: 1, facts: {} }, () => process.exit(0));
  },
  async lingers() {
    process.on("message", (message) => {
      if (message.type === "stop")
        process.send({ type: "failed", code: "cancelled", params: {} }, () => process.exit(1));
    });
    process.send({ type: "progress", done: 0, total: 1, unit: "tensors", seconds_left: null });
  },
  async deaf() {
    process.send({ type: "progress", done: process.pid, total: 1, unit: "tensors", seconds_left: null });
    setInterval(() => undefined, 1000);
  },
};

process.once("message", ({ job }) => void scripts[job.source]());
