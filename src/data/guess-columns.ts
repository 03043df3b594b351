import { momentOf } from "./divide.ts";
import { isRecord, type Row } from "./rows.ts";
import { recogniseShape } from "./shapes.ts";

/** What the columns of a data set probably are. Each is a guess that a person is shown. */
export interface ColumnGuess {
  /** A shape that needs no templates (chat, Alpaca …), by its name; then `prompt` and `answer` are null. */
  shape: string | null;
  /** Columns that make the question, in the order in which they would be read. */
  prompt: string[];
  answer: string | null;
  id: string | null;
  /** Rows with the same value belong together: a customer, a conversation. */
  group: string | null;
  time: string | null;
  /** objects: JSON; classes: a few values again and again; text: anything else. */
  kind: "objects" | "classes" | "text";
}

/** Enough to tell what a column holds. */
const looked = 5000;

/** Names by what they usually mean, the surest first; a column's own name or its last word. */
const names = {
  answer: words(
    "answer output response completion label category class target result reply expected summary translation sql " +
      "答案 回答 回复 标签 类别 分类 输出 结果 摘要 译文",
  ),
  prompt: words(
    "prompt question instruction input query text body content message utterance sentence document article email mail review " +
      "提示 问题 提问 指令 输入 文本 正文 内容 消息 句子 评论 原文",
  ),
  heading: words("subject title headline 主题 标题"),
  id: words("id uuid guid key 编号 序号 标识"),
  group: words(
    "customer client user account sender author conversation thread session ticket domain company patient group " +
      "客户 用户 账号 发件人 作者 会话 对话 公司 患者 分组",
  ),
  time: words("date time timestamp datetime created sent received at 日期 时间"),
};

function words(list: string): readonly string[] {
  return list.split(" ");
}

interface Looked {
  name: string;
  values: unknown[];
  texts: string[];
  distinct: number;
  /** Mean length of the texts. */
  length: number;
}

/** Guesses from names first and from what the columns hold where no name says it. No rows: nothing is guessed. */
export function guessColumns(rows: readonly Row[]): ColumnGuess {
  const sample = rows.slice(0, looked);
  const shape = recogniseShape(sample)?.name ?? null;
  const columns = look(sample);
  const id = columns.find((column) => isNamed(column.name, names.id) && column.distinct === sample.length) ?? null;
  const time = columns.find((column) => isNamed(column.name, names.time) && isTime(column)) ?? null;
  const rest = columns.filter((column) => column !== id && column !== time);
  const group = rest.find((column) => isNamed(column.name, names.group) && repeats(column)) ?? null;
  const common = { shape, id: id?.name ?? null, time: time?.name ?? null, group: group?.name ?? null };
  if (shape !== null) return { ...common, prompt: [], answer: null, kind: "text" };

  const free = rest.filter((column) => column !== group);
  const answer =
    byName(free, names.answer) ??
    free.find(({ values }) => values.some(isRecord)) ??
    free.find((column) => isClasses(column)) ??
    free.at(-1);
  const asked = free.filter((column) => column !== answer && column.texts.length > 0);
  const main = byName(asked, names.prompt) ?? longest(asked);
  const heading = asked.find((column) => column !== main && isNamed(column.name, names.heading));
  const prompt = [heading, main].flatMap((column) => (column ? [column.name] : []));
  const kind = !answer ? "text" : answer.values.some(isRecord) ? "objects" : isClasses(answer) ? "classes" : "text";
  return { ...common, prompt, answer: answer?.name ?? null, kind };
}

function look(rows: readonly Row[]): Looked[] {
  const all = [...new Set(rows.flatMap(({ value }) => Object.keys(value)))];
  return all.map((name) => {
    const values = rows.flatMap(({ value }) =>
      value[name] === undefined || value[name] === null ? [] : [value[name]],
    );
    const texts = values.flatMap((value) => (typeof value === "string" ? [value] : []));
    const distinct = new Set(values.map((value) => JSON.stringify(value))).size;
    const length = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length);
    return { name, values, texts, distinct, length };
  });
}

/** `customer_id`, `SenderDomain`, `工单编号`: the whole name, or one of its words. */
function isNamed(name: string, known: readonly string[]): boolean {
  return rankOf(name, known) >= 0;
}

function rankOf(name: string, known: readonly string[]): number {
  const parts = name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[\s_.-]+/);
  return known.findIndex((word) => parts.includes(word) || (/[^a-z]/.test(word) && name.includes(word)));
}

function byName(columns: readonly Looked[], known: readonly string[]): Looked | undefined {
  const ranked = columns.flatMap((column) => {
    const rank = rankOf(column.name, known);
    return rank < 0 ? [] : [{ column, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.column;
}

function longest(columns: readonly Looked[]): Looked | undefined {
  return [...columns].sort((a, b) => b.length - a.length)[0];
}

/** A group has several rows in most cases, and there are several groups. */
function repeats({ values, distinct }: Looked): boolean {
  return distinct >= 5 && distinct <= values.length / 1.5;
}

function isClasses({ values, distinct }: Looked): boolean {
  return distinct >= 2 && distinct <= 50 && distinct * 3 <= values.length && values.every((value) => !isRecord(value));
}

function isTime({ values }: Looked): boolean {
  const readable = values.filter((value) => momentOf(value) !== null).length;
  return values.length > 0 && readable === values.length;
}
