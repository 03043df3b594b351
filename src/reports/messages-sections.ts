import { defineMessages } from "../protocol/messages.ts";

/** Words of the parts of a report that stand in src/reports/sections. */
export const sectionMessages = defineMessages({
  "interval-bare": { en: "Interval", "zh-cn": "区间" },
  "and-comma": { en: ", ", "zh-cn": "、" },

  slices: { en: "By slice", "zh-cn": "按切片" },
  "slices-means": {
    en: "Means of `{metric}` by `{column}`, in percent, each with its interval.",
    "zh-cn": "按 `{column}` 的 `{metric}` 均值，单位为百分比，附各自的区间。",
  },
  "slices-pairs": {
    en: "Differences of `{metric}` by `{column}`, b − a in percentage points, on the same items.",
    "zh-cn": "按 `{column}` 的 `{metric}` 之差 b − a，单位为百分点，均在相同数据上。",
  },
  "slices-note": {
    en: "Nobody declared these comparisons before looking, so they were screened: p is corrected by Benjamini and Hochberg's method for all {family} of them, so that of what is called better or worse {rate} % at most are expected to be wrong. Intervals stand alone. Values with fewer than {least} items are put together. A finding is a place to look, not a verdict.",
    "zh-cn":
      "这些比较并非事先声明，因此只作筛查：p 已用 Benjamini-Hochberg 方法按全部 {family} 次比较校正，使得被称为更好或更差的结论中预期至多 {rate}% 是错的。区间未作校正。不足 {least} 条数据的取值合并在一起。这里的发现是值得查看之处，而非结论。",
  },
  "slice-rest": { en: "others ({values} values)", "zh-cn": "其余（{values} 个取值）" },
  "slice-none": { en: "(no value)", "zh-cn": "（无值）" },
  slice: { en: "Slice", "zh-cn": "切片" },
  "slice-column": { en: "Slice column", "zh-cn": "切片列" },

  forgetting: { en: "General ability", "zh-cn": "通用能力" },
  topic: { en: "Asked", "zh-cn": "题类" },
  "forgetting-topics": {
    en: "Share of right answers, {tuned} against {base}. The parts are too small to be tested by themselves.",
    "zh-cn": "答对的比例，{tuned} 与 {base}。各部分题数太少，不单独检验。",
  },
  "forgetting-note": {
    en: "{items} questions in English and Chinese that come with DeepExtension (version {version}, {hash}…), asked at temperature 0 and checked without a judge. They show a loss of what any model of this size can do, not the quality of a good one.",
    "zh-cn":
      "DeepExtension 自带的 {items} 道中英文题目（版本 {version}，{hash}…），以温度 0 提问，无需评审模型即可判定。它们能显示这一规模的模型普遍具备的能力是否丢失，而不衡量好模型的水平。",
  },
  "forgetting-lost": {
    en: "Right before and wrong in {tuned}: {count} ({ids}).",
    "zh-cn": "此前答对而 {tuned} 答错：{count} 道（{ids}）。",
  },
  "topic-arithmetic": { en: "arithmetic", "zh-cn": "算术" },
  "topic-knowledge": { en: "knowledge", "zh-cn": "常识" },
  "topic-instruction": { en: "instructions", "zh-cn": "遵从指令" },
  "topic-json": { en: "JSON", "zh-cn": "JSON" },
  "topic-willing": { en: "no needless refusal", "zh-cn": "不无故拒答" },
  "topic-english": { en: "{name} (English)", "zh-cn": "{name}（英文）" },
  "topic-chinese": { en: "{name} (Chinese)", "zh-cn": "{name}（中文）" },

  selection: { en: "How the variant was chosen", "zh-cn": "变体如何选定" },
  "selection-chosen": {
    en: "{chosen} has the highest `{metric}` of {variants} variants on the {items} validation rows. The test rows had no part in that choice, and judged no other variant.",
    "zh-cn":
      "在 {items} 条验证数据上，{chosen} 的 `{metric}` 是 {variants} 个变体中最高的。测试数据未参与这一选择，也未评判其他变体。",
  },
  "selection-means": {
    en: "Means of `{metric}` over {items} validation rows with {confidence} % intervals, in percent.",
    "zh-cn": "{items} 条验证数据上 `{metric}` 的均值及 {confidence}% 区间，单位为百分比。",
  },
  "selection-note": {
    en: "The mean of the chosen variant on the validation rows is flattered by having been chosen; its mean on the test rows is not.",
    "zh-cn": "被选中的变体在验证数据上的均值会因被选中而偏高；其在测试数据上的均值则不会。",
  },

  "trade-offs": { en: "What is worth its price", "zh-cn": "什么物有所值" },
  "trade-offs-front": {
    en: "Worth its price in {axes}: {front}. Everything cheaper is shown to be worse on `{metric}`.",
    "zh-cn": "就{axes}而言物有所值：{front}。更便宜的候选在 `{metric}` 上均已证明更差。",
  },
  "trade-offs-note": {
    en: "Cheaper is no more on any axis and less on one; speeds and memory within 5 % count as equal. Qualities are told apart by paired {confidence} % intervals, each by itself.",
    "zh-cn":
      "“更便宜”指在任何一项上都不更多、且至少一项更少；速度与内存相差 5% 以内视为相同。质量以成对的 {confidence}% 区间区分，各自单独计算。",
  },
  "trade-offs-left-out": {
    en: "Not compared, as its price is not known: {names}.",
    "zh-cn": "因价格未知而未比较：{names}。",
  },
  standing: { en: "Standing", "zh-cn": "位置" },
  "standing-front": { en: "worth its price", "zh-cn": "物有所值" },
  "standing-dominated": { en: "{by} is as good for less", "zh-cn": "{by} 更便宜且同样好" },
  "standing-maybe-dominated": { en: "not shown to be better than {by}", "zh-cn": "未证明优于 {by}" },
  "axis-size": { en: "size", "zh-cn": "体积" },
  "axis-memory": { en: "memory", "zh-cn": "内存" },
  "axis-speed": { en: "speed", "zh-cn": "速度" },
  "axis-cost": { en: "cost per item", "zh-cn": "每条成本" },

  "looks-first": {
    en: "No earlier run of this workspace has looked at these test rows.",
    "zh-cn": "此工作区此前没有运行使用过这些测试数据。",
  },
  "looks-before": {
    en: "These test rows were looked at by {runs} earlier runs of this workspace, {candidates} different models in all with this one's. What was changed after each look fits these rows a little better than new ones; fresh test rows would say by how much.",
    "zh-cn":
      "此工作区此前有 {runs} 个运行使用过这些测试数据，连同本次共 {candidates} 个不同的模型。每次查看之后所作的改动都会略微迎合这些数据；只有新的测试数据才能说明程度。",
  },
  "runner-up": {
    en: "Runner-up: {candidate} ({size}, `{metric}` {mean} %). {reason}",
    "zh-cn": "次选：{candidate}（{size}，`{metric}` {mean}%）。{reason}",
  },
  changes: { en: "What would change the answer", "zh-cn": "什么会改变结论" },
  "changes-margin": {
    en: "`{metric}`: {candidate} would still be good enough if only {loss} points of loss against {against} were tolerable, and not below that.",
    "zh-cn": "`{metric}`：即使相对 {against} 只容许损失 {loss} 个百分点，{candidate} 仍足够好；再低则不然。",
  },
  "changes-floor": {
    en: "`{metric}`: {candidate} would still be good enough if {bound} % were asked, and not above that.",
    "zh-cn": "`{metric}`：即使要求 {bound}%，{candidate} 仍足够好；再高则不然。",
  },
  "changes-open": {
    en: "{candidate} ({size}) may be good enough as well: on `{metric}` these items don't decide it.[[ About {needed} items would.]]",
    "zh-cn": "{candidate}（{size}）也可能足够好：在 `{metric}` 上这些数据不足以判断。[[约需 {needed} 条数据。]]",
  },
  "changes-detectable": {
    en: "A difference below {detectable} points would probably not be seen in any comparison on these {items} items; four times as many items see half of that.",
    "zh-cn":
      "在这 {items} 条数据上，低于 {detectable} 个百分点的差异在任何比较中都很可能看不出来；四倍的数据可看出其一半。",
  },
  divergence: { en: "Divergence from the unquantized model", "zh-cn": "与未量化模型的差异" },
  "divergence-same-top": {
    en: "{candidate} holds the same token for the likeliest as the unquantized model in {share} % of places; mean divergence {kld} nats a token.",
    "zh-cn": "{candidate} 在 {share}% 的位置上与未量化模型选出同一个最可能的词元；平均每个词元的散度为 {kld} 奈特。",
  },
  "divergence-mean": { en: "Mean divergence", "zh-cn": "平均散度" },
  "divergence-percentile": { en: "{percent} % below", "zh-cn": "{percent}% 低于" },
  "divergence-largest": { en: "Largest", "zh-cn": "最大" },
  "divergence-top": { en: "Same likeliest token %", "zh-cn": "最可能词元相同 %" },
  perplexity: { en: "Perplexity", "zh-cn": "困惑度" },
  "divergence-note": {
    en: "Kullback-Leibler divergence in nats a token, over the {tokens} tokens of the expected answers to {items} items. The unquantized model's likeliest tokens are kept, not all of them: a true mean is at most {missing} above what stands here. Perplexity is that of the expected answers, {perplexity} for the unquantized model. What a divergence means for the answers only the scores say.",
    "zh-cn":
      "KL 散度，单位为每词元奈特，按 {items} 条数据的期望回答共 {tokens} 个词元计算。未量化模型只保存最可能的若干词元，因此真实均值至多比此处高 {missing}。困惑度针对期望回答，未量化模型为 {perplexity}。散度对回答意味着什么，只有得分能说明。",
  },
  "cost-per-item": { en: "by the price list", "zh-cn": "按价目表" },
  cost: { en: "Cost per item", "zh-cn": "每条成本" },
  "items-counts": {
    en: "From {a} to {b}: {regressed} items regressed, {fixed} were fixed, {same} stayed the same. In answers [-this-] is expected and missing, {+this+} is not expected.",
    "zh-cn":
      "从 {a} 到 {b}：{regressed} 条变差，{fixed} 条变好，{same} 条不变。回答中 [-此类-] 为期望而缺失的内容，{+此类+} 为期望之外的内容。",
  },
  "items-regressed": { en: "regressed", "zh-cn": "变差" },
  "items-fixed": { en: "fixed", "zh-cn": "变好" },
  "items-same": { en: "same", "zh-cn": "不变" },
  "items-all": { en: "all", "zh-cn": "全部" },
  "items-more": {
    en: "{count} more: `--limit` shows them, `--json` has their whole texts.",
    "zh-cn": "另有 {count} 条：用 `--limit` 显示，`--json` 含完整文本。",
  },
  "examples-filter": { en: "{b} against {a}:", "zh-cn": "{b} 相对 {a}：" },
  "fixed-before": {
    en: "Metrics and margins were fixed when the run started, before any answer; they are part of the comparison's key {key}….",
    "zh-cn": "指标与容许损失在运行开始时、任何回答产生之前即已固定；它们是比较阶段的键 {key}… 的一部分。",
  },
});
