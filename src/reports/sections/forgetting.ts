import { points, signedPoints } from "../../evaluation/numbers.ts";
import type { Words } from "../words.ts";
import type { Section, SectionOf } from "./section.ts";

/** What tuning did to general ability. */
export const forgettingSection: SectionOf = ({ verdict }, words): Section | null => {
  const { forgetting } = verdict;
  if (!forgetting) return null;
  const { phrase, said } = words;
  const { items, set, results } = forgetting;
  return {
    title: phrase("forgetting"),
    findings: results.map(({ saying }) => said(saying)),
    tables: results.map(({ tuned, base, topics }) => ({
      caption: phrase("forgetting-topics", { tuned, base }),
      header: [phrase("topic"), phrase("items"), `${base} %`, `${tuned} %`, phrase("difference")],
      rows: topics.map(({ topic, items: count, base_mean, tuned_mean }) => [
        topicName(topic, words),
        String(count),
        points(base_mean),
        points(tuned_mean),
        signedPoints(tuned_mean - base_mean),
      ]),
      numbers: 1,
    })),
    notes: [
      phrase("forgetting-note", { items, version: set.version, hash: set.sha256.slice(0, 12) }),
      ...results.flatMap(({ tuned, lost }) =>
        lost.length === 0 ? [] : [phrase("forgetting-lost", { tuned, count: lost.length, ids: listed(lost) })],
      ),
    ],
  };
};

const mostIds = 12;

function listed(ids: readonly string[]): string {
  return ids.length <= mostIds ? ids.join(", ") : `${ids.slice(0, mostIds).join(", ")} …`;
}

/** `arithmetic-en` in words; a topic of another version of the set as it is. */
function topicName(topic: string, { phrase }: Words): string {
  const [kind = "", language = ""] = topic.split("-");
  const isKnown = topics.includes(kind as (typeof topics)[number]) && (language === "en" || language === "zh");
  if (!isKnown) return topic;
  const name = phrase(`topic-${kind as (typeof topics)[number]}`);
  return phrase(language === "en" ? "topic-english" : "topic-chinese", { name });
}

const topics = ["arithmetic", "knowledge", "instruction", "json", "willing"] as const;
