import { defineMessages } from "../protocol/messages.ts";

/** Text of what is wrong with endpoints, judges and programs that score. */
export const endpointChecks = defineMessages({
  "data-stays-endpoint": {
    en: "`data.stays: true` keeps every row on this machine, and the endpoint {host} is another. Use an address of this machine, or write `stays: false` if the rows may leave.",
    "zh-cn":
      "`data.stays: true` 表示所有数据行都留在本机，而接口 {host} 是另一台机器。请使用本机地址；若允许数据离开，请写 `stays: false`。",
  },
  "data-stays-judge": {
    en: "`data.stays: true` keeps every row on this machine, and the judge at {host} is on another: it would see questions and answers. Use a local model, or write `stays: false` if the rows may leave.",
    "zh-cn":
      "`data.stays: true` 表示所有数据行都留在本机，而 {host} 上的评判在另一台机器，会看到提问和回答。请使用本地模型；若允许数据离开，请写 `stays: false`。",
  },
  "endpoint-url": {
    en: "`{url}` is no web address. Write it up to the version: `https://api.example.com/v1`.",
    "zh-cn": "`{url}` 不是网址。请写到版本为止：`https://api.example.com/v1`。",
  },
  "endpoint-url-user": {
    en: "The address has a user or a password in it. Keys never stand in a file: put it into an environment variable and name that as `key_env`.",
    "zh-cn": "地址中含有用户名或密码。密钥不写入任何文件：请放入环境变量，并用 `key_env` 写明变量名。",
  },
  "endpoint-url-tail": {
    en: "The address ends too late: `/chat/completions` is added to it, and a query or a fragment has no place. Write `{url}`.",
    "zh-cn": "地址写得过长：`/chat/completions` 会自动添加，且不能带查询或片段。请写 `{url}`。",
  },
  "endpoint-key-in-clear": {
    en: "The key would go to {host} without encryption. Use `https:`, unless the network between is yours alone.",
    "zh-cn": "密钥会以明文发送到 {host}。除非中间的网络完全属于您，请使用 `https:`。",
  },
  "endpoint-price-missing": {
    en: "`budget.cost` limits what the run may spend, and {host} has no `price` to count by. Write its price, or leave the limit out.",
    "zh-cn": "`budget.cost` 限制了运行的花费，而 {host} 没有可供计算的 `price`。请写明价格，或去掉该限制。",
  },
  "endpoint-currency": {
    en: "The price is in {own} and `budget.cost` in {budget}; one cannot be held against the other. Write both in one currency.",
    "zh-cn": "价格以 {own} 计，而 `budget.cost` 以 {budget} 计，无法相互比较。请使用同一种货币。",
  },
  "model-and-endpoint": {
    en: "`{place}` names a `model` and an `endpoint`; it can be only one of them.",
    "zh-cn": "`{place}` 同时写了 `model` 和 `endpoint`，只能二选一。",
  },
  "repeats-without-temperature": {
    en: "At temperature 0 all {repeats} answers to an item would be equal, so each item is asked once. Set a `temperature` above 0, or leave `repeats` out.",
    "zh-cn":
      "温度为 0 时，同一条数据的 {repeats} 个回答完全相同，因此每条只问一次。请设置大于 0 的 `temperature`，或去掉 `repeats`。",
  },
  "judge-without-model": {
    en: "The judge has neither a `model` nor an `endpoint`: nobody would judge.",
    "zh-cn": "评判既没有 `model` 也没有 `endpoint`：无从评判。",
  },
  "judge-scale-order": {
    en: "`scale` goes from the worst grade to the best, each larger than the one before: `[1, 2, 3, 4, 5]`.",
    "zh-cn": "`scale` 应从最差到最好依次增大：`[1, 2, 3, 4, 5]`。",
  },
  "judge-against-alone": {
    en: "`against` says whom answers are compared with, which only a judge with `pairwise: true` does.",
    "zh-cn": "`against` 说明与谁比较，只有 `pairwise: true` 的评判才会比较。",
  },
  "judge-under-test": {
    en: "The judge `{model}` is one of those that are judged, or what they were made of. Models prefer what sounds like themselves: take one of another family, or check it with `ratings`.",
    "zh-cn":
      "评判 `{model}` 本身就是被评判的模型之一，或是它们的来源。模型偏爱与自己相似的文字：请换用另一系列的模型，或用 `ratings` 加以检验。",
  },
  "select-needs-own-metric": {
    en: "`select: validation` chooses the variant by `{metric}`, which a judge or a program gives; they are asked about the test rows only. Choose another `primary`, or `select: test`.",
    "zh-cn":
      "`select: validation` 按 `{metric}` 选择变体，而它由评判或程序给出，它们只评测试数据。请换用其他 `primary`，或写 `select: test`。",
  },
  "custom-file-kind": {
    en: "`{file}` is neither JavaScript (`.mjs`, `.cjs`, `.js`) nor Python (`.py`), which is what can score here.",
    "zh-cn": "`{file}` 既不是 JavaScript（`.mjs`、`.cjs`、`.js`）也不是 Python（`.py`），这里只能用它们评分。",
  },
});
