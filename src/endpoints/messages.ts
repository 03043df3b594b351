import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that src/endpoints raises. */
export const endpointsMessages = defineMessages({
  "endpoint-key-missing": {
    en: "The environment variable `{key_env}`, which holds the key for {host}, is not set. Set it in the shell or in the editor's environment; keys never stand in a file.",
    "zh-cn": "存放 {host} 密钥的环境变量 `{key_env}` 未设置。请在终端或编辑器的环境中设置；密钥不写入任何文件。",
  },
  "endpoint-wants-key": {
    en: "{host} wants a key (status {status}: {detail}). Name the environment variable that holds it as `key_env`.",
    "zh-cn": "{host} 要求密钥（状态 {status}：{detail}）。请用 `key_env` 写明存放密钥的环境变量。",
  },
  "endpoint-key-refused": {
    en: "{host} does not accept the key in `{key_env}` (status {status}: {detail}).",
    "zh-cn": "{host} 不接受 `{key_env}` 中的密钥（状态 {status}：{detail}）。",
  },
  "endpoint-not-found": {
    en: "{host} knows no such address or model (status {status}: {detail}). `url` ends with the version, such as `/v1`; the model is `{model}`.",
    "zh-cn": "{host} 没有该地址或模型（状态 {status}：{detail}）。`url` 应以版本结尾，例如 `/v1`；模型为 `{model}`。",
  },
  "endpoint-redirects": {
    en: "{host} sends requests on to {to}. That is not followed, as what is meant for one host must not go to another: write the address that answers itself.",
    "zh-cn": "{host} 将请求转向 {to}。为避免发往某主机的内容流向别处，不跟随重定向：请写入直接应答的地址。",
  },
  "endpoint-unreachable": {
    en: "{host} cannot be reached ({reason}). Is the address right and the server running?",
    "zh-cn": "无法连接 {host}（{reason}）。地址是否正确，服务是否在运行？",
  },
  "endpoint-silent": {
    en: "{host} sent nothing for {seconds} seconds. `timeout` of the endpoint says how long that may be.",
    "zh-cn": "{host} 有 {seconds} 秒未发送任何内容。可用接口的 `timeout` 设定允许的时长。",
  },
  "endpoint-cut": {
    en: "{host} broke its answer off before its end.",
    "zh-cn": "{host} 的回答在结束前中断。",
  },
  "endpoint-busy": {
    en: "{host} is busy or failing (status {status}: {detail}). `requests_per_minute`, `tokens_per_minute` and `parallel` keep within its limits.",
    "zh-cn":
      "{host} 繁忙或出错（状态 {status}：{detail}）。可用 `requests_per_minute`、`tokens_per_minute` 和 `parallel` 限制在其额度内。",
  },
  "endpoint-quota": {
    en: "The account at {host} has nothing left to spend ({detail}).",
    "zh-cn": "{host} 上的账户额度已用尽（{detail}）。",
  },
  "endpoint-refuses": {
    en: "{host} refuses the request (status {status}: {detail}).",
    "zh-cn": "{host} 拒绝该请求（状态 {status}：{detail}）。",
  },
  "endpoint-filtered": {
    en: "The content filter of {host} kept the answer back.",
    "zh-cn": "{host} 的内容过滤器扣下了回答。",
  },
  "endpoint-failed": {
    en: "{host} failed while it answered: {detail}.",
    "zh-cn": "{host} 在回答过程中出错：{detail}。",
  },
  "endpoint-not-json": {
    en: "What {host} sent is not JSON. It begins: {begin}",
    "zh-cn": "{host} 发来的内容不是 JSON，开头为：{begin}",
  },
  "endpoint-wrong-shape": {
    en: "What {host} sent is no chat completion ({detail}). Is the address that of an OpenAI-compatible server, up to `/v1`?",
    "zh-cn": "{host} 发来的内容不是对话补全（{detail}）。该地址是否为 OpenAI 兼容服务，且写到 `/v1` 为止？",
  },
  "endpoint-too-long": {
    en: "The answer of {host} is longer than any answer should be, and was not read to its end.",
    "zh-cn": "{host} 的回答过长，未读完。",
  },
  "endpoint-items-open": {
    en: "{count} of {items} items have no answer yet; the first is `{id}`: {reason}. All other answers are kept: run it again, and only these are asked.",
    "zh-cn":
      "{items} 条数据中有 {count} 条尚无回答，第一条为 `{id}`：{reason}。其余回答均已保留：再次运行只会询问这些。",
  },
  "endpoint-items-refused": {
    en: "{host} refused {count} of {items} items for good; they count as wrong. The first is `{id}`: {reason}.",
    "zh-cn": "{host} 明确拒绝了 {items} 条数据中的 {count} 条，按错误计。第一条为 `{id}`：{reason}。",
  },
  "endpoint-no-usage": {
    en: "{host} does not say how many tokens its answers have. They were guessed from the text, and so was the cost.",
    "zh-cn": "{host} 未说明回答的词元数。词元数按文本估计，费用亦然。",
  },
  "cost-exceeded": {
    en: "{spent} {currency} of {budget} {currency} are spent: the budget is used up. Answers so far are kept; a larger `budget.cost` goes on from there.",
    "zh-cn":
      "预算 {budget} {currency} 已用 {spent} {currency}，已耗尽。已有的回答均保留；调高 `budget.cost` 可从此处继续。",
  },
  "cost-over-budget": {
    en: "{spent} {currency} are spent, more than the budget of {budget} {currency}. The run goes on, as `on_exceed` is `warn`.",
    "zh-cn": "已用 {spent} {currency}，超出预算 {budget} {currency}。因 `on_exceed` 为 `warn`，运行继续。",
  },
});
