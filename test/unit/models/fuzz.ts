import { sourceOfBytes } from "../../../src/models/byte-source.ts";
import { parseGguf } from "../../../src/models/gguf.ts";
import { factsOfGguf } from "../../../src/models/gguf-facts.ts";
import { modelFactsSchema } from "../../../src/protocol/model.ts";
import { CodedError } from "../../../src/protocol/problem.ts";
import { cpuClock } from "../cpu-clock.ts";
import { file } from "./gguf-writer.ts";
import { mutate, random } from "./mutate.ts";

/** Bytes of weights after the header of the file that is mutated. */
const WEIGHTS = 4224;

export interface Fuzzed {
  /** How many ended with facts (`ok`) or with each code. */
  codes: Map<string, number>;
  /** Milliseconds of processor time of the slowest: a busy machine is no hang. */
  slowest: number;
}

/**
 * Reads so many mutated GGUF headers. Throws at the first that ends otherwise than with facts of the right shape or a coded refusal,
 * naming it and the seed, so that it can be made again.
 */
export async function fuzzGguf(count: number, seed: number): Promise<Fuzzed> {
  const good = file({});
  const next = random(seed);
  const codes = new Map<string, number>();
  let slowest = 0;
  for (let index = 0; index < count; index += 1) {
    const bytes = mutate(good, good.length - WEIGHTS, next);
    const used = cpuClock();
    let ending = "ok";
    try {
      const facts = factsOfGguf({ path: "m", header: await parseGguf(sourceOfBytes(bytes)) });
      if (!modelFactsSchema.safeParse(facts).success) throw new Error("facts of another shape");
    } catch (error) {
      if (!(error instanceof CodedError)) throw new Error(`mutation ${index} of seed ${seed}`, { cause: error });
      ending = error.code;
    }
    codes.set(ending, (codes.get(ending) ?? 0) + 1);
    slowest = Math.max(slowest, used());
  }
  return { codes, slowest };
}
