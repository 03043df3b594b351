import { defineMessages } from "../protocol/messages.ts";
import { checkMessages } from "./messages-checks.ts";
import { endpointChecks } from "./messages-endpoints.ts";
import { trainMessages } from "./messages-train.ts";

/** Text of the codes that src/spec raises. What stands in `[[…]]` is said only where its parameters are given. */
export const specMessages = defineMessages({
  // The text and its YAML
  "empty-file": {
    en: "The run file is empty. It needs at least `version`, `name`, `model` and `data`.",
    "zh-cn": "运行文件是空的。至少需要 `version`、`name`、`model` 和 `data`。",
  },
  "too-large": {
    en: "The file is too large to be a run file ({size} characters, at most {limit}). Keep rows in a data file and name it under `data`.",
    "zh-cn":
      "文件过大，不会是运行文件（{size} 个字符，上限 {limit}）。请把数据行放进数据文件，并在 `data` 下写出文件名。",
  },
  "file-long": {
    en: "This file has {lines} lines. Beyond {limit} only its form is checked while you type; keep rows in a data file and name it under `data`.",
    "zh-cn":
      "此文件有 {lines} 行。超过 {limit} 行时，输入过程中只检查格式；请把数据行放进数据文件，并在 `data` 下写出文件名。",
  },
  "too-deep": {
    en: "The file is nested more than {limit} levels deep.",
    "zh-cn": "文件的嵌套超过 {limit} 层。",
  },
  "several-documents": {
    en: "A run file holds one experiment: what follows `---` is not read. Move it into a file of its own.",
    "zh-cn": "一个运行文件只描述一个实验：`---` 之后的内容不会被读取。请把它移到单独的文件中。",
  },
  "tab-indent": {
    en: "YAML does not allow tabs as indentation. Use two spaces.",
    "zh-cn": "YAML 不允许用制表符缩进。请改用两个空格。",
  },
  "duplicate-key": {
    en: "The key `{key}` is here twice; the first is on line {line}. Remove one of them.",
    "zh-cn": "键 `{key}` 重复出现，第一次在第 {line} 行。请删除其中一个。",
  },
  "unknown-anchor": {
    en: "The alias `*{anchor}` refers to an anchor that is not defined above it. Write `&{anchor}` at what it should repeat.",
    "zh-cn": "别名 `*{anchor}` 指向的锚点在其上方没有定义。请在要重复的内容处写上 `&{anchor}`。",
  },
  "alias-cycle": {
    en: "The alias `*{anchor}` stands inside what it repeats, so it would never end.",
    "zh-cn": "别名 `*{anchor}` 位于它所重复的内容之内，展开将永不结束。",
  },
  "alias-bomb": {
    en: "The aliases of this file multiply beyond what is read. Write the values out.",
    "zh-cn": "此文件中的别名展开后过于庞大，不予读取。请直接写出这些值。",
  },
  "merge-not-map": {
    en: "Only maps can be merged by `<<`: a map, an alias of one, or a list of them.",
    "zh-cn": "`<<` 只能合并映射（map）：映射本身、其别名，或它们的列表。",
  },
  "unknown-tag": {
    en: "Run files have no tags: `{tag}` is ignored.",
    "zh-cn": "运行文件不使用标签：`{tag}` 被忽略。",
  },
  "yaml-syntax": { en: "This is not valid YAML: {detail}", "zh-cn": "YAML 语法错误：{detail}" },
  "yaml-indent": {
    en: "The indentation does not fit the lines above: keys of one block start in the same column.",
    "zh-cn": "缩进与上面的行不一致：同一块中的键必须从同一列开始。",
  },
  "yaml-missing-colon": {
    en: "After `{word}` a colon and a value are missing.",
    "zh-cn": "`{word}` 之后缺少冒号和值。",
  },
  "yaml-second-colon": {
    en: "There is a second `: ` on this line, or a deeper line below a value. Put the value in quotes, or start a new line.",
    "zh-cn": "此行有第二个 `: `，或者值的下方还有更深的缩进。请给值加引号，或另起一行。",
  },
  "yaml-colon-space": {
    en: "This is no key with a value: a colon needs a space after it.",
    "zh-cn": "这不是键和值：冒号之后需要一个空格。",
  },
  "yaml-unclosed-quote": { en: "This quote is never closed.", "zh-cn": "此引号没有闭合。" },
  "yaml-unclosed-bracket": {
    en: "A bracket or brace above is not closed before this place.",
    "zh-cn": "上面的方括号或花括号在此处之前没有闭合。",
  },
  "yaml-needs-quotes": {
    en: "A value that starts with `{character}` has to be in quotes.",
    "zh-cn": "以 `{character}` 开头的值必须加引号。",
  },
  "template-unquoted": {
    en: "Braces open a map in YAML: a template has to be in quotes.",
    "zh-cn": "在 YAML 中花括号表示映射：模板必须加引号。",
  },
  "secret-in-file": {
    en: "This looks like a secret ({kind}). A run file is copied into every run and put under version control: take it out, and revoke it if the file was shared.",
    "zh-cn":
      "这看起来是密钥（{kind}）。运行文件会被复制到每次运行中并纳入版本控制：请将其移除；如果文件已被分享，请吊销该密钥。",
  },

  // The form
  "not-a-map": {
    en: "A run file is a map of keys and values; this is a {found}.",
    "zh-cn": "运行文件应为键值映射（map）；这里是 {found}。",
  },
  "version-too-new": {
    en: "This file says version {version} of the format; this DeepExtension reads version {known}. Update the extension.",
    "zh-cn": "此文件的格式版本为 {version}；当前的 DeepExtension 只能读取版本 {known}。请更新扩展。",
  },
  "version-unknown": {
    en: "There is no version {version} of the format. Write `version: {known}`.",
    "zh-cn": "格式不存在版本 {version}。请写 `version: {known}`。",
  },
  "unknown-key": {
    en: "`{key}` is not a key[[ of `{block}`]].[[ Did you mean `{near}`?]][[ It belongs at `{place}`.]][[ What comes nearest is `{like}`, which counts differently.]]",
    "zh-cn":
      "`{key}` 不是[[ `{block}` 的]]有效键。[[是否想写 `{near}`？]][[它应写在 `{place}`。]][[最接近的是 `{like}`，但含义或单位不同。]]",
  },
  "missing-field": { en: "`{field}` is missing[[ in `{place}`]].", "zh-cn": "[[`{place}` 中]]缺少 `{field}`。" },
  "missing-choice": { en: "`{place}` needs one of {keys}.", "zh-cn": "`{place}` 需要 {keys} 中的一个。" },
  "exclusive-keys": {
    en: "`{place}` may have only one of {keys}.",
    "zh-cn": "`{place}` 只能有 {keys} 中的一个。",
  },
  "empty-value": {
    en: "`{place}` has no value; expected: {expected}.",
    "zh-cn": "`{place}` 没有值；应为 {expected}。",
  },
  "empty-list": { en: "`{place}` needs at least one item.", "zh-cn": "`{place}` 至少需要一项。" },
  "empty-text": { en: "`{place}` must not be empty.", "zh-cn": "`{place}` 不能为空。" },
  "text-too-long": { en: "`{place}` is longer than {limit} characters.", "zh-cn": "`{place}` 超过 {limit} 个字符。" },
  "wrong-type": {
    en: "`{place}` is a {found}; expected: {expected}.",
    "zh-cn": "`{place}` 的类型是 {found}；应为 {expected}。",
  },
  "wrong-value": {
    en: "`{value}` is not a value of `{place}`.[[ Did you mean `{near}`?]] Accepted: {accepted}.",
    "zh-cn": "`{value}` 不是 `{place}` 的有效值。[[是否想写 `{near}`？]]可用的值：{accepted}。",
  },
  "needs-parameters": {
    en: "`{name}` needs to be told more: write a map, `{{name}: …}`. The help of the key `{name}` says what belongs there.",
    "zh-cn": "`{name}` 需要参数：请写成映射 `{{name}: …}`。键 `{name}` 的说明中有所需内容。",
  },
  "wrong-format": {
    en: "`{value}` does not have the form that `{place}` needs ({format}).",
    "zh-cn": "`{value}` 不符合 `{place}` 的格式（{format}）。",
  },
  "bad-name": {
    en: "`{value}` can't be a name: use letters, digits, `.`, `_` and `-`, and start with a letter or a digit.",
    "zh-cn": "`{value}` 不能用作名称：请使用字母（含汉字）、数字、`.`、`_` 和 `-`，并以字母或数字开头。",
  },
  "bad-currency": {
    en: "`{value}` is not a currency code of three capital letters, such as `CNY`, `EUR` or `USD`.",
    "zh-cn": "`{value}` 不是三个大写字母的货币代码，例如 `CNY`、`EUR` 或 `USD`。",
  },
  "out-of-range": {
    en: "`{place}` is {value}, but must be[[ at least {at_least}]][[ more than {above}]][[ at most {at_most}]][[ less than {below}]].",
    "zh-cn":
      "`{place}` 为 {value}，但必须[[大于或等于 {at_least}]][[大于 {above}]][[小于或等于 {at_most}]][[小于 {below}]]。",
  },
  ...checkMessages,
  ...endpointChecks,
  ...trainMessages,
});
