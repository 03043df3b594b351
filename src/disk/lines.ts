import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** Lines of a text file, one after the other and the empty ones left out. The file is closed when nobody reads on. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, "utf8");
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line !== "") yield line;
    }
  } finally {
    input.destroy();
  }
}
