/** What bytes that are not UTF-8 text are. */

const signatures: readonly [kind: string, bytes: number[]][] = [
  ["ZIP or Excel (.xlsx)", [0x50, 0x4b, 0x03, 0x04]],
  ["gzip", [0x1f, 0x8b]],
  ["Parquet", [0x50, 0x41, 0x52, 0x31]],
  ["Excel (.xls)", [0xd0, 0xcf, 0x11, 0xe0]],
  ["SQLite", [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
  ["GGUF", [0x47, 0x47, 0x55, 0x46]],
  ["PDF", [0x25, 0x50, 0x44, 0x46]],
  ["Arrow", [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
];

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

/** The name of a well-known binary format, by its first bytes; null where there is none. */
export function binaryKind(head: Uint8Array): string | null {
  return signatures.find(([, bytes]) => startsWith(head, bytes))?.[0] ?? null;
}

/** UTF-16 and UTF-32, by byte order mark, or by the zero bytes that they put beside each ASCII character. */
export function wideEncoding(head: Uint8Array): string | null {
  if (startsWith(head, [0xff, 0xfe, 0, 0])) return "UTF-32 LE";
  if (startsWith(head, [0, 0, 0xfe, 0xff])) return "UTF-32 BE";
  if (startsWith(head, [0xff, 0xfe])) return "UTF-16 LE";
  if (startsWith(head, [0xfe, 0xff])) return "UTF-16 BE";
  const sample = head.subarray(0, 2048);
  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample.length; index++) if (sample[index] === 0) index % 2 === 0 ? even++ : odd++;
  // A text in Latin letters has a zero in nearly every second place; one in Chinese still has them at its punctuation.
  const enough = Math.max(2, sample.length / 40);
  if (odd >= enough && even * 10 <= odd) return "UTF-16 LE";
  if (even >= enough && odd * 10 <= even) return "UTF-16 BE";
  return null;
}

/**
 * Whether text that was decoded as GB18030 reads like Chinese: nearly any two bytes are some character of it, so a few
 * that make sense prove nothing, and many that don't prove the opposite.
 */
export function readsLikeChinese(text: string): boolean {
  const foreign = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const chinese = text.match(/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/gu)?.length ?? 0;
  return chinese >= 4 && chinese >= foreign * 0.9;
}

/** The label with which TextDecoder reads an encoding that was recognised surely enough to read rows by; null for guesses. */
export function decoderLabel(encoding: string): string | null {
  if (encoding === "GBK" || encoding === "GB18030") return "gb18030";
  if (encoding === "UTF-16 LE") return "utf-16le";
  return encoding === "UTF-16 BE" ? "utf-16be" : null;
}

export function decodes(bytes: Uint8Array, label: string): boolean {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    // Invalid bytes, or a runtime built without this encoding: either way it cannot be told that it is this one.
    return false;
  }
}

/**
 * The likely 8-bit encoding of bytes that are not UTF-8. `bytes` starts at a character.
 *
 * Nearly every byte sequence is valid GB18030 or Windows-1252, so validity alone decides nothing. What does: Chinese text
 * consists of pairs of high bytes, while the accented letters of Western text stand alone between ASCII letters.
 */
export function eightBitEncoding(bytes: Uint8Array): string {
  let paired = 0;
  let alone = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index]! < 0x80) continue;
    if (index + 1 < bytes.length && bytes[index + 1]! >= 0x80) {
      paired++;
      index++;
    } else alone++;
  }
  if (paired > alone && decodes(bytes, "gb18030"))
    return decodes(bytes, "gbk") && !hasFourByte(bytes) ? "GBK" : "GB18030";
  if (alone >= paired && !bytes.some(undefinedIn1252)) {
    return bytes.some((byte) => byte >= 0x80 && byte < 0xa0) ? "Windows-1252" : "Latin-1 (ISO 8859-1)";
  }
  return "unknown";
}

/** GB18030 beyond GBK: a high byte, a digit, a high byte, a digit. */
function hasFourByte(bytes: Uint8Array): boolean {
  const digit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;
  for (let index = 0; index + 3 < bytes.length; index++) {
    if (bytes[index]! < 0x80) continue;
    if (digit(bytes[index + 1])) {
      if (bytes[index + 2]! >= 0x80 && digit(bytes[index + 3])) return true;
    } else index++;
  }
  return false;
}

function undefinedIn1252(byte: number): boolean {
  return byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d;
}

/** Index of the first byte that cannot be UTF-8, or -1. */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const lead = bytes[index]!;
    if (lead < 0x80) {
      index++;
      continue;
    }
    const extra =
      lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    if (extra === 0) return index;
    for (let offset = 1; offset <= extra; offset++) {
      const next = bytes[index + offset];
      if (next === undefined || next < 0x80 || next > 0xbf) return index;
    }
    const second = bytes[index + 1]!;
    // Overlong forms, surrogates and numbers beyond U+10FFFF.
    if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return index;
    if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return index;
    index += extra + 1;
  }
  return -1;
}

/** How many bytes at the end are the beginning of a character whose rest is still to come. */
export function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
