import { defineMessages } from "../protocol/messages.ts";

/** Text of what judges and programs that score raise and say. */
export const judgingMessages = defineMessages({
  "scores-not-given": {
    en: "The scores of `{metric}` are missing: a judge or a program makes them in a stage of its own, and this comparison was given none.",
    "zh-cn": "缺少 `{metric}` 的得分：它们由评判或程序在单独的阶段产生，而此次比较没有得到。",
  },
  "rating-unreadable": {
    en: 'Line {row} of {file} is no rating. A rating is an object a line: {"id": "…", "candidate": "…", "score": 4}, or {"id": "…", "winner": "…"}.',
    "zh-cn":
      '{file} 第 {row} 行不是评分。每行一个对象：{"id": "…", "candidate": "…", "score": 4}，或 {"id": "…", "winner": "…"}。',
  },
  "ratings-empty": {
    en: "{file} has no ratings in it.",
    "zh-cn": "{file} 中没有任何评分。",
  },
  "judge-failed-on": {
    en: "The judge of `{metric}` gave no usable verdict on {count} of {answers} answers of {candidate} ({reasons}); they count as 0.",
    "zh-cn":
      "`{metric}` 的评判对 {candidate} 的 {answers} 个回答中的 {count} 个未给出可用的结论（{reasons}），按 0 计。",
  },
  "judge-failed-on-pairs": {
    en: "The judge of `{metric}` gave no usable verdict on {count} of {answers} pairs of {candidate} ({reasons}); they count as ties.",
    "zh-cn":
      "`{metric}` 的评判对 {candidate} 的 {answers} 个配对中的 {count} 个未给出可用的结论（{reasons}），按平局计。",
  },
  "judge-inconsistent": {
    en: "The judge of `{metric}` changed its mind with the order on {share} of the pairs of {candidate} and {against}; those are ties.",
    "zh-cn": "`{metric}` 的评判在 {candidate} 与 {against} 的 {share} 的配对中随顺序改变结论；这些按平局计。",
  },
  "judge-likes-first": {
    en: "The judge of `{metric}` prefers what it is shown first (pairs of {candidate}: p = {p}). Both orders were asked, so nobody gains by it.",
    "zh-cn": "`{metric}` 的评判偏爱先展示的回答（{candidate} 的配对：p = {p}）。两种顺序都问过，因此谁也不会受益。",
  },
  "judge-likes-second": {
    en: "The judge of `{metric}` prefers what it is shown last (pairs of {candidate}: p = {p}). Both orders were asked, so nobody gains by it.",
    "zh-cn": "`{metric}` 的评判偏爱后展示的回答（{candidate} 的配对：p = {p}）。两种顺序都问过，因此谁也不会受益。",
  },
  "judge-unchecked": {
    en: "Nobody has checked the judge of `{metric}` against people. `ratings` names a file of human ratings.",
    "zh-cn": "`{metric}` 的评判未与人工评分对照。可用 `ratings` 指定人工评分文件。",
  },
  "custom-failed-on": {
    en: "The program of `{metric}` failed on {count} items of {candidate}, first on `{id}`: {reason}. They count as 0.",
    "zh-cn": "`{metric}` 的程序在 {candidate} 的 {count} 条数据上失败，第一条为 `{id}`：{reason}。按 0 计。",
  },
});
