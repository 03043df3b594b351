/**
 * Keeping what people write apart from what the template means.
 *
 * Template text such as `<|im_end|>` must become the control token; the same characters in a mail must not, or a mail
 * could end its own turn and speak as the assistant. Tokenizing each content on its own would be safe but wrong for
 * harmless text, since BPE merges and sentencepiece's spaces reach across the border and the result would differ from
 * what llama.cpp makes of the whole text. So the whole text is tokenized in one go, as everywhere else, except for the
 * control tokens' spellings inside of contents: those are marked before the template is rendered, and are then cut out
 * as segments of their own that are tokenized as plain text. Harmless conversations have one segment.
 */

export interface Segment {
  text: string;
  /** Plain text: spellings of control tokens in it mean nothing. */
  plain: boolean;
}

export interface Marks {
  open: string;
  close: string;
}

/** Two characters that Unicode reserves for internal use and that `texts` do not contain. */
export function chooseMarks(texts: readonly string[]): Marks {
  const free: string[] = [];
  for (let code = 0xfdd0; code <= 0xfdef && free.length < 2; code += 1) {
    const character = String.fromCharCode(code);
    if (!texts.some((text) => text.includes(character))) free.push(character);
  }
  const [open, close] = free;
  if (open === undefined || close === undefined) throw new RangeError("the text uses all of Unicode's noncharacters");
  return { open, close };
}

/** Matches the spellings of `controlTokens`, the longest first, as llama.cpp does; null where there are none. */
export function controlPattern(controlTokens: readonly string[]): RegExp | null {
  const spellings = [...new Set(controlTokens)].filter((text) => text !== "").sort((a, b) => b.length - a.length);
  if (spellings.length === 0) return null;
  return new RegExp(spellings.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}

export function markControl(content: string, pattern: RegExp | null, marks: Marks): string {
  return pattern ? content.replace(pattern, (spelling) => marks.open + spelling + marks.close) : content;
}

/** Cuts a rendered text at its marks. Throws where the template tore a pair of marks apart. */
export function segmentsOf(rendered: string, { open, close }: Marks): Segment[] {
  const segments: Segment[] = [];
  for (const [index, part] of rendered.split(open).entries()) {
    const end = part.indexOf(close);
    if ((index === 0) !== (end === -1)) throw new RangeError("the template changed what the user wrote");
    if (index > 0) segments.push({ text: part.slice(0, end), plain: true });
    const rest = part.slice(end + 1);
    if (rest.includes(close)) throw new RangeError("the template changed what the user wrote");
    if (rest !== "") segments.push({ text: rest, plain: false });
  }
  return segments;
}
