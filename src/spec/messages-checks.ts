import { defineMessages } from "../protocol/messages.ts";

/** Text of what a file of the right form says that cannot work. */
export const checkMessages = defineMessages({
  // Data
  "train-needs-data": {
    en: "There is a `train` block, but no rows to train on. Name them as `data.train`.",
    "zh-cn": "有 `train` 块，但没有训练数据。请在 `data.train` 中指定。",
  },
  "evaluate-needs-data": {
    en: "There is an `evaluate` block, but no rows to judge by. Name them as `data.test`.",
    "zh-cn": "有 `evaluate` 块，但没有测试数据。请在 `data.test` 中指定。",
  },
  "shots-need-data": {
    en: "The examples shown before a question are rows of `data.train`, which is not given.",
    "zh-cn": "提问前展示的示例取自 `data.train`，但未指定它。",
  },
  "answer-missing": {
    en: '`{block}` has to know what the right answer is. Name its column: `answer: "{{label}}"`.',
    "zh-cn": '`{block}` 需要知道正确答案。请写出它所在的列：`answer: "{{label}}"`。',
  },
  "prompt-missing": {
    en: "There is an `answer`, but no `prompt` (or `messages`) that it answers.",
    "zh-cn": "有 `answer`，但没有与之对应的 `prompt`（或 `messages`）。",
  },
  "dpo-needs": {
    en: "`method: dpo` learns from pairs: `data.{key}` is missing.",
    "zh-cn": "`method: dpo` 从成对的答案中学习：缺少 `data.{key}`。",
  },
  "only-for-dpo": {
    en: "`{key}` is read by `method: dpo` only; here nothing reads it.",
    "zh-cn": "`{key}` 只用于 `method: dpo`；这里不会被读取。",
  },
  "grpo-needs-reward": {
    en: "`method: grpo` learns from rewards: give it `data.answer`, `data.schema` or `data.rules` to reward answers by.",
    "zh-cn": "`method: grpo` 从奖励中学习：请提供 `data.answer`、`data.schema` 或 `data.rules` 作为奖励依据。",
  },
  "division-without-source": {
    en: "`{split}` is taken from `{from}`, which `data` does not have.",
    "zh-cn": "`{split}` 取自 `{from}`，但 `data` 中没有它。",
  },
  "division-from-itself": {
    en: "`{split}` would be taken from rows that are taken from `{split}`. Name a file.",
    "zh-cn": "`{split}` 的数据最终又取自 `{split}` 自身。请指定一个文件。",
  },
  "division-from-test": {
    en: "`{split}` must not be taken from the test rows: only the evaluation may look at them. Take it from `train` or from a file.",
    "zh-cn": "`{split}` 不能取自测试数据：只有评估可以查看它们。请改为取自 `train` 或文件。",
  },
  "division-time-needs-by": {
    en: "`order: time` needs `by`, the column to sort by.",
    "zh-cn": "`order: time` 需要 `by`，即排序所依据的列。",
  },
  "test-is-train": {
    en: "`{file}` is both the training and the test rows: the result would say nothing. Divide it: `{from: {file}, share: 0.2}`.",
    "zh-cn": "`{file}` 既是训练数据又是测试数据：结果将毫无意义。请将其划分：`{from: {file}, share: 0.2}`。",
  },

  // Templates and rules
  "template-logic": {
    en: "Templates hold columns only: `{part}` is logic, which is not supported. Prepare such a text as a column of the data.",
    "zh-cn": "模板中只能引用列：`{part}` 是逻辑语句，不受支持。请在数据中把这样的文本准备成一列。",
  },
  "template-empty": {
    en: "A column's name is missing between the braces.",
    "zh-cn": "花括号之间缺少列名。",
  },
  "template-open": {
    en: "These braces have no counterpart.",
    "zh-cn": "此处的花括号没有配对。",
  },
  "template-without-column": {
    en: "`{key}` names no column, so it is the same text for every row. Columns stand in double braces.",
    "zh-cn": "`{key}` 没有引用任何列，因此每一行的文本都相同。列名应写在双花括号中。",
  },
  "rule-syntax": { en: "This is not a CEL expression: {detail}", "zh-cn": "这不是有效的 CEL 表达式：{detail}" },
  "rule-type": {
    en: "This gives a value of type {type}; a rule has to be true or false.",
    "zh-cn": "结果是 {type} 类型的值；规则只能为真或假。",
  },
  "duplicate-rule": {
    en: "There are two rules with the id `{id}`.",
    "zh-cn": "有两条规则的 id 都是 `{id}`。",
  },

  // Quantization
  "needs-importance-matrix": {
    en: "`{type}` needs an importance matrix, which can't be made here yet. Take a type that does without, such as `q4_k_m`, `iq4_xs` or `q2_k`.",
    "zh-cn":
      "`{type}` 需要重要性矩阵（importance matrix），目前尚不支持生成。请改用不需要它的类型，例如 `q4_k_m`、`iq4_xs` 或 `q2_k`。",
  },
  "duplicate-quantization": {
    en: "`{type}` is listed twice; it is made once.",
    "zh-cn": "`{type}` 重复列出；只会制作一次。",
  },
  "f16-is-reference": {
    en: "`f16` is the reference, which is always made; it need not be listed.",
    "zh-cn": "`f16` 就是参照模型，总会制作，无需列出。",
  },

  // Evaluation
  "regex-broken": {
    en: "This is no regular expression: {detail}. Inside of double quotes YAML needs each backslash twice; single quotes leave them alone.",
    "zh-cn": "这不是正则表达式：{detail}。YAML 的双引号中每个反斜杠须写两次；单引号则原样保留。",
  },
  "length-impossible": {
    en: "No answer has at least {at_least} and at most {at_most} characters.",
    "zh-cn": "没有回答能既不少于 {at_least} 又不多于 {at_most} 个字符。",
  },
  "duplicate-scorer": { en: "`{scorer}` is listed twice.", "zh-cn": "`{scorer}` 重复列出。" },
  "scorer-needs": {
    en: "The scorer `{scorer}` needs `{key}`, which is not given.",
    "zh-cn": "评分器 `{scorer}` 需要 `{key}`，但未指定。",
  },
  "constrain-needs-schema": {
    en: "`constrain: schema` needs `data.schema`, which is not given.",
    "zh-cn": "`constrain: schema` 需要 `data.schema`，但未指定。",
  },
  "duplicate-rival": { en: "There are two rivals called `{name}`.", "zh-cn": "有两个对手都叫 `{name}`。" },
  "reserved-name": {
    en: "`{name}` already means another candidate: the reference and the quantizations have these names.",
    "zh-cn": "`{name}` 已用于其他候选模型：参照模型和各量化版本使用这些名称。",
  },
  "unknown-metric": {
    en: "No scorer gives the metric `{name}`.[[ Did you mean `{near}`?]] There are: {known}.",
    "zh-cn": "没有评分器给出指标 `{name}`。[[是否想写 `{near}`？]]现有：{known}。",
  },
  "unknown-candidate": {
    en: "There is no candidate `{name}`.[[ Did you mean `{near}`?]] There are: {known}.",
    "zh-cn": "没有候选模型 `{name}`。[[是否想写 `{near}`？]]现有：{known}。",
  },
  "select-needs-validation": {
    en: "`select: validation` chooses on validation rows, and `data.validation` is not given. `validation: {from: train, share: 0.1}` takes a tenth of the training rows.",
    "zh-cn":
      "`select: validation` 在验证数据上选择，但未指定 `data.validation`。`validation: {from: train, share: 0.1}` 从训练数据中取十分之一。",
  },
  "forgetting-needs-train": {
    en: "`forgetting` compares the tuned model with its base, and this file has no `train`: there is nothing that could have forgotten.",
    "zh-cn": "`forgetting` 比较微调后的模型与其基础模型，而本文件没有 `train`：没有可能遗忘的模型。",
  },

  // Matrix
  "unknown-path": {
    en: "`{path}` is not a path of this file.[[ Did you mean `{near}`?]]",
    "zh-cn": "`{path}` 不是此文件中的路径。[[是否想写 `{near}`？]]",
  },
  "matrix-whole": {
    en: "`{path}` belongs to the whole experiment: all variants are judged on the same items by the same measure.",
    "zh-cn": "`{path}` 属于整个实验：所有变体都用相同的数据和相同的标准来评判。",
  },
  "matrix-duplicate": {
    en: "This value is listed twice for `{path}`.",
    "zh-cn": "`{path}` 的这个值重复列出。",
  },
  "matrix-needs-block": {
    en: "`{path}` can only vary where the file has a complete block `{block}`.",
    "zh-cn": "只有当文件中有完整的 `{block}` 块时，`{path}` 才能变化。",
  },
  "variants-too-many": {
    en: "The matrix has {product} variants; at most {limit} are allowed. Shorten its lists.",
    "zh-cn": "矩阵产生 {product} 个变体；最多允许 {limit} 个。请缩短列表。",
  },
});
