/**
 * What is executed around a person's program: it reads a case a line, calls `score`, and writes a result a line. Kept as
 * text, as it runs in another runtime and needs no file. Whatever the program prints goes to stderr, so that it can't be
 * taken for a result.
 */

/** JavaScript: results go through descriptor 3. The module has a default export or an export `score`. */
export const javascriptHost = `
import { createInterface } from "node:readline";
import { writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
process.stdout.write = process.stderr.write.bind(process.stderr);
const tell = (value) => {
  const line = Buffer.from(JSON.stringify(value) + "\\n");
  for (let at = 0; at < line.length; ) {
    try { at += writeSync(3, line, at); } catch (error) { if (error.code !== "EAGAIN") throw error; }
  }
};
const loaded = await import(pathToFileURL(process.argv[1]).href);
const score = loaded.score ?? loaded.default;
if (typeof score !== "function") throw new TypeError("it exports no function named score, and none as its default");
tell({ ready: true });
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  try {
    tell({ score: await score(JSON.parse(line)) });
  } catch (error) {
    tell({ error: String(error?.message ?? error).slice(0, 500) });
  }
}
`;

/** Python: results go to what was stdout, which the program then has as its stderr. The module has a function \`score\`. */
export const pythonHost = `
import json, os, sys, importlib.util
out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\\n")
os.dup2(2, 1)
def tell(value):
    out.write(json.dumps(value) + "\\n")
    out.flush()
path, megabytes = sys.argv[1], int(sys.argv[2])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1048576, megabytes * 1048576))
except ImportError:
    pass
sys.path.insert(0, os.path.dirname(path))
spec = importlib.util.spec_from_file_location("scorer", path)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
if not callable(getattr(module, "score", None)):
    raise TypeError("it has no function named score")
tell({"ready": True})
for line in sys.stdin.buffer:
    try:
        value = module.score(json.loads(line.decode("utf-8", "surrogatepass")))
        if not isinstance(value, (bool, int, float)):
            raise TypeError("score returned " + type(value).__name__)
        tell({"score": value})
    except Exception as error:
        tell({"error": (str(error) or type(error).__name__)[:500]})
`;
