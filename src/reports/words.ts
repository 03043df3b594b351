import { megabytes } from "../evaluation/numbers.ts";
import type { Saying } from "../protocol/comparison.ts";
import { formatBytes, formatDuration, UNKNOWN } from "../protocol/format.ts";
import { fill, type Language, type Message, type Params } from "../protocol/messages.ts";
import { textOf } from "../text/text.ts";
import { type ReportPhrase, reportMessages } from "./messages.ts";

/** Everything a report says, in one language. */
export interface Words {
  language: Language;
  /** A phrase of this folder. */
  phrase(code: ReportPhrase, params?: Params): string;
  /** What the verdict says. */
  said(saying: Saying): string;
  holds(holds: boolean | null): string;
  layer(layer: string): string;
  fileSize(bytes: number | null): string;
  memory(bytes: number | null): string;
  duration(seconds: number | null): string;
  /** One decimal below a hundred. */
  rate(perSecond: number | null): string;
  moment(iso: string | null): string;
}

/** Keeps a number with its unit, and `p < 0.001` in one piece, when lines break: with spaces that don't. */
export function unbroken(sentence: string): string {
  return sentence.replace(/(\d) (%|MB|MiB|GB|GiB)/g, "$1\u00a0$2").replace(/\bp ([=<]) /g, "p\u00a0$1\u00a0");
}

/** Names from outside inside of a phrase, in which back quotes stand around code. */
function quotable(params: Params): Params {
  const entries = Object.entries(params);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value).replaceAll("`", "'")]));
}

export function wordsOf(language: Language): Words {
  const phrase = (code: ReportPhrase, params: Params = {}) => fill(reportMessages[code][language], quotable(params));
  return {
    language,
    phrase,
    said: ({ code, params }) => textOf(code, params, language),
    holds: (holds) => phrase(holds === true ? "holds-yes" : holds === false ? "holds-no" : "holds-open"),
    layer: (layer) => {
      const code = `layer-${layer}`;
      const message: Message | undefined = (reportMessages as Record<string, Message>)[code];
      return message ? message[language] : layer;
    },
    fileSize: (bytes) => (bytes === null ? UNKNOWN : megabytes(bytes)),
    memory: formatBytes,
    duration: (seconds) => formatDuration(seconds, language),
    rate: (perSecond) => (perSecond === null ? UNKNOWN : perSecond.toFixed(perSecond < 100 ? 1 : 0)),
    // UTC, so that the same report is the same text wherever it is made.
    moment: (iso) => (iso ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : UNKNOWN),
  };
}
