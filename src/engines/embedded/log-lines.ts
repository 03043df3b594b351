/** A line without an end is passed on in pieces of this many characters: nothing of it is lost, and it is never all in memory. */
const LONGEST_LINE = 16_384;

/** ECMA-48: a control sequence (colours, the cursor), an operating-system command (titles, links), or a lone escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for.
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/**
 * Turns what a program draws on a terminal into the lines that were left there in the end: of a bar that is drawn again
 * and again after a carriage return its last state, and no colours. `write` gets whole lines, several at a time.
 */
export function lineCleaner(write: (text: string) => void) {
  let rest = "";

  function clean(line: string): string {
    const plain = line.replace(/\r+$/, "").replace(ESCAPES, "");
    return plain.slice(plain.lastIndexOf("\r") + 1);
  }

  return {
    add(text: string): void {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      const whole = lines.map((line) => `${clean(line)}\n`).join("");
      // A bar that goes on for hours is a line of megabytes; only what it shows last can still be of interest.
      const drawn = rest.lastIndexOf("\r", rest.length - 2);
      if (rest.length > LONGEST_LINE && drawn > 0) rest = rest.slice(drawn);
      const piece = rest.length > LONGEST_LINE ? clean(rest) : "";
      if (piece !== "") rest = "";
      if (whole !== "" || piece !== "") write(whole + piece);
    },
    end(): void {
      if (rest !== "") write(clean(rest));
      rest = "";
    },
  };
}
