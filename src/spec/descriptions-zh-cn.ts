/** 简体中文 for the descriptions of the schema, by path. Keys that splits share are told once, under `data.train`. */
const descriptions: Readonly<Record<string, string>> = {
  version: "格式的版本。此版本的文件写 `1`。",
  name: "实验的名称，显示在“运行”视图和报告中。可用字母（含汉字）、数字、`.`、`_` 和 `-`。",
  model:
    "基础模型：“模型”视图中的 id（`smollm2-135m-instruct`）、相对于此文件的 GGUF 文件路径，或 `hf:org/name@revision`。",
  engine:
    "由什么执行训练。 `auto`：第一个能完成所要求任务的引擎； `embedded`：除本扩展外无需任何东西； `python`：使用 TRL 和 PEFT。 在哪里执行由 `target` 决定。",
  data: "用于训练和评判的数据行。",
  "data.train": "训练数据：一个文件（JSONL、JSON、CSV、TSV），或用 `{from, share, by, seed}` 划分一个文件。",
  "data.train.from": "数据取自哪个文件；或写 `train`，从训练数据中取出。",
  "data.train.share": "所取行数的比例，在 0 与 1 之间。",
  "data.train.by":
    "一列的列名，该列值相同的行（同一发件人、客户、会话）会留在同一侧，避免泄漏。使用 `order: time` 时，为排序所依据的列。",
  "data.train.order":
    "如何抽取。 `random`：按 `seed` 随机抽取； `time`：按 `by` 列排序后的最后若干行，使训练永远看不到未来。",
  "data.train.seed": "抽取用的随机种子。种子相同则抽到的行相同，与文件中的行序无关。",
  "data.validation": "训练过程中计算损失用的数据；用来选择检查点和变体。通常写 `{from: train, share: 0.1}`。",
  "data.test": "只有评估会查看的数据。切勿用于训练。",
  "data.id": "标识一行的列。省略时使用该行内容的哈希。",
  "data.cluster":
    "说明哪些行属于一组（同一客户、同一文档）的列。区间按组计算，使同一发件人的许多行不会被当作许多独立的证据。",
  "data.prompt":
    "用户的提问，列名写在双花括号中：`Sort this mail:\\n{{body}}`。只能引用列，没有逻辑；`{{a.b}}` 表示 `a` 列中的字段 `b`。",
  "data.system": "系统提示，列名写在双花括号中。省略时由模型自己的对话模板决定。",
  "data.messages": "代替 `prompt`：保存对话的列，即 `{role, content}` 的列表。",
  "data.answer": "模型应给出的回答：`{{label}}`。保存对象的列会转成规范的 JSON。",
  "data.chosen": "用于 `dpo`：较好的回答。",
  "data.rejected": "用于 `dpo`：较差的回答。",
  "data.schema": "JSON 模式文件：什么样的回答是有效的。",
  "data.rules": "什么样的回答是自洽的：用 CEL 书写的跨字段条件。",
  "data.rules.id": "用于报告的短名称。",
  "data.rules.when": "关于 `answer`（以及正确答案 `expected`）的 CEL 表达式：为真时此规则适用。省略则总是适用。",
  "data.rules.then": "规则适用时必须为真的 CEL 表达式，例如 `answer.link_host == null`。",
  "data.stays": "数据是否留在本机。 `true`：任何阶段都不会让任何一行离开本机，远程的目标、评判或接口一律拒绝。",
  train: "微调。省略时直接评判原模型。",
  "train.method":
    "学习方法。 `sft`：从示例回答中学习； `dpo`：从一好一坏的成对回答中学习； `grpo`：从对模型自己的回答的奖励中学习。",
  "train.base_precision":
    "训练时被冻结的基础模型的精度。 `auto`：内置引擎用 q8_0； `f32`：仅限 Python 引擎； `bf16`：仅限 Python 引擎； `q8_0`：内置引擎的训练精度； `nf4`：即 QLoRA，仅限 CUDA 上的 Python 引擎。",
  "train.adapter": "代替全部权重而被训练的部分。",
  "train.adapter.type":
    "适配器的类型。 `lora`：在每个权重旁加两个窄矩阵； `dora`：另学幅度的 LoRA； `none`：训练全部权重。",
  "train.adapter.rank": "窄矩阵的宽度。多数任务用 8 到 32；越大学得越多，占用内存也越多。",
  "train.adapter.alpha": "缩放：适配器的作用乘以 alpha / rank。省略时为 2 × rank。",
  "train.adapter.targets":
    "哪些权重带适配器：`all-linear`，或 `attn_q`、`attn_k`、`attn_v`、`attn_output`、`ffn_gate`、`ffn_up`、`ffn_down` 中的若干个。",
  "train.epochs": "每个训练行被看到的次数。",
  "train.batch_size": "每个优化步使用的行数。一次实际计算多少行由引擎决定。",
  "train.learning_rate":
    "优化器的最大步长。省略时：内置引擎带适配器的 sft 为 2e-3，Python 引擎为 2e-4，dpo 和 grpo 为 1e-6，无适配器为 2e-5。",
  "train.warmup": "学习率从 0 升到最大值所用的优化步比例。",
  "train.schedule":
    "预热之后学习率如何变化。 `cosine`：降到最大值的十分之一，两端较慢； `linear`：线性降到最大值的十分之一； `constant`：保持最大值。",
  "train.weight_decay": "AdamW 对适配器权重的衰减。",
  "train.clip": "梯度的最大范数，超过时按比例缩小。 `0`：不裁剪。",
  "train.max_length": "一行最多的词元数，包括提问、回答和模板。",
  "train.too_long":
    "更长的行如何处理。 `error`：训练前停止并指出该行； `drop`：舍弃并说明数量； `truncate`：截去提问的开头。",
  "train.seed": "适配器初始值和行序的随机种子。",
  "train.evaluate_every": "每隔多少优化步查看一次验证损失。 `0`：整个运行约十次。",
  "train.checkpoint_every": "每隔多少优化步保存一次检查点。 `0`：约每两分钟一次。",
  "train.deterministic":
    "是否要求结果可逐位重现。 `true`：线程数固定，同一台机器得到逐位相同的适配器； `false`：机器繁忙时减少线程。",
  quantize: "要制作并评判的量化版本，使用 llama.cpp 的名称。合并后的 f16 模型总会制作：它是衡量损失的参照。",
  evaluate: "用测试数据评判各候选模型。",
  "evaluate.primary":
    "起决定作用的指标：一个评分器，或其一部分（`fields.category`、`rules.no-link`）。省略时：评分器中有 `record` 则为 `record`，否则为最后一个。",
  "evaluate.scorers":
    '如何给回答评分。 `exact`：与期望文本一致； `normalized`：忽略大小写、全半角、空白和标点后一致； `contains`：包含期望文本； `number`：其中的数字与期望相等； `classification`：其标签与期望相同； `token_f1`：共有词的比例； `chrf`：共有字符序列的比例； `json`：是一个 JSON 值； `schema`：符合数据的模式； `fields`：期望字段中正确的比例； `rules`：所有规则都成立； `record`：整个回答正确； `no_refusal`：没有拒绝回答； `format`：外在形式（JSON、代码块、列表、文字）和文字种类与期望一致。 从 `json` 到 `record` 是逐层的：一次失败只在发生的那一层计一次。 带参数时写作 `{number: {relative: 0.01}}`、`{regex: "^[A-Z]{3}$"}`、`{length: {at_most: 280}}`、`{classification: {field: category}}`、`{latency: {at_most: 2}}`、`{tokens: {at_most: 64}}`、`{judge: {model: …, rubric: …}}`、`{custom: {file: score.mjs}}`。',
  "evaluate.scorers.regex":
    '必须能在回答中找到的 JavaScript 正则表达式（带 `u` 标志），例如 `"^[A-Z]{3}$"`。匹配超过一秒的回答算错。',
  "evaluate.scorers.length": "回答允许的字符数，不计首尾空白：`{at_most: 280}`。",
  "evaluate.scorers.length.at_least": "最少字符数。",
  "evaluate.scorers.length.at_most": "最多字符数。",
  "evaluate.scorers.number": "如何读取数字以及允许多大偏差：`{relative: 0.01}`。",
  "evaluate.scorers.number.take": "取回答中的哪个数字。 `first`：第一个； `last`：最后一个，适合先推理后作答的回答。",
  "evaluate.scorers.number.absolute": "允许的偏差，以数字本身的单位计。",
  "evaluate.scorers.number.relative": "允许的偏差，以期望数字的比例计。两种偏差取较宽者。",
  "evaluate.scorers.number.percent": "百分号的含义。 `fraction`：5 % 即 0.05； `sign`：5 % 即 5。",
  "evaluate.scorers.classification": "标签在哪里：`{field: category}`。",
  "evaluate.scorers.classification.field": "JSON 回答中保存标签的字段，例如 `category`。",
  "evaluate.scorers.latency": "回答是否及时：`{at_most: 2}`。只应比较在同一台机器上得到的回答。",
  "evaluate.scorers.latency.at_most": "从提问到完整回答的秒数，期间有其他提问同时进行。",
  "evaluate.scorers.tokens": "回答是否足够短、足够省：`{at_most: 64}`。",
  "evaluate.scorers.tokens.at_most": "回答最多的词元数，按模型自己的分词器计。",
  "evaluate.scorers.judge":
    "由一个对话模型按评分标准给回答打分，或在两个回答中选优。其一致性、对位置和长度的偏好以及与人的一致程度，会与指标一同报告。",
  "evaluate.scorers.judge.model":
    "担任评判的本地模型，写法与文件的 `model` 相同。它不应是被评判的模型之一。省略时用 `endpoint`。",
  "evaluate.scorers.judge.endpoint": "担任评判的接口模型，代替 `model`。",
  "evaluate.scorers.judge.rubric": "用文字写明什么是好的回答。评判会看到它以及提问、期望答案和回答。",
  "evaluate.scorers.judge.scale": "从最差到最好的各个等级。指标是它们在 0 与 1 之间的位置。使用 `pairwise` 时不读取。",
  "evaluate.scorers.judge.pairwise":
    "如何评判。 `true`：评判按两种顺序看两个回答，只有交换顺序后仍然获胜才算胜，否则为平局，指标为 1、0.5 或 0； `false`：每个回答单独按 `scale` 打分。",
  "evaluate.scorers.judge.against": "使用 `pairwise` 时，其他候选都与之比较的候选。省略时为 `baseline`。",
  "evaluate.scorers.judge.expected": "评判是否看到期望答案。 `true`：看到； `false`：看不到。",
  "evaluate.scorers.judge.explain":
    "评判是否先写理由再打分。 `true`：先写理由，耗费词元，对大的评判模型有益； `false`：只打分。",
  "evaluate.scorers.judge.ratings":
    '同一批数据的人工评分，JSONL 文件，路径相对于此文件：`{"id", "score"}` 加上 `candidate` 或 `answer`；使用 `pairwise` 时为 `{"id", "winner"}`。会报告评判与人的一致程度。',
  "evaluate.scorers.judge.name": "指标的名称：`tone` 即 `judge.tone`。省略时为 `judge`。",
  "evaluate.scorers.custom": "由您自己的程序在独立进程中为回答打分。只在受信任的工作区中、且只在运行文件时执行。",
  "evaluate.scorers.custom.file": "JavaScript 模块（`.mjs`、`.js`、`.cjs`）或 Python 程序（`.py`），路径相对于此文件。",
  "evaluate.scorers.custom.timeout": "处理一条数据最多的秒数。",
  "evaluate.scorers.custom.memory": "最多可用的兆字节数。",
  "evaluate.scorers.custom.name": "指标的名称：`tone` 即 `custom.tone`。省略时为 `custom`。",
  "evaluate.decode": "回答如何生成。其各键可用于矩阵：`evaluate.decode.constrain: [none, schema]`。",
  "evaluate.decode.temperature": "采样温度。 `0`：总是取最可能的词元。",
  "evaluate.decode.max_tokens": "一个回答最多的词元数。",
  "evaluate.decode.constrain":
    "对输出的约束。 `none`：自由文本； `json`：任意 JSON 值； `schema`：只允许数据的模式所允许的内容。",
  "evaluate.decode.repeats":
    "每条数据回答的次数，比较之前先取平均。大于 1 时需要大于 0 的 `temperature`，每次重新抽样。",
  "evaluate.decode.shots": "每个候选在提问前看到的示例训练行数。",
  "evaluate.divergence":
    "`true`：在测试数据的预期答案上，逐 token 测量每个量化模型的预测与未量化模型的偏离（困惑度、KL 散度的均值与高分位数、最可能 token 相同的比例）。它能发现评分尚未显现的损伤。省略时不测量。",
  "evaluate.decode.system": "每个提问的系统提示，代替数据自身的。省略时用 `data.system`。",
  "evaluate.rivals": "微调后的模型要胜过的对手：原样的基础模型、带示例的或受约束的基础模型。",
  "evaluate.rivals.name": "对手在表格和报告中的名称。",
  "evaluate.rivals.model": "要评判的另一个模型。省略时为原样的基础模型。",
  "evaluate.rivals.endpoint": "要评判的接口模型，代替 `model`。除非地址属于本机，否则提问会离开本机。",
  "evaluate.rivals.endpoint.url":
    "OpenAI 兼容服务的地址，写到版本为止：`https://api.example.com/v1`；本机上的 llama-server、vLLM 或 Ollama 为 `http://localhost:8080/v1`。",
  "evaluate.rivals.endpoint.model": "模型在该服务中的名称。",
  "evaluate.rivals.endpoint.key_env": "存放密钥的环境变量，例如 `MY_API_KEY`。切勿写密钥本身。省略时不发送密钥。",
  "evaluate.rivals.endpoint.price":
    "词元的价格。计划的估算、报告中的费用和上限 `budget.cost` 都据此计算。省略时费用未知。",
  "evaluate.rivals.endpoint.price.input": "每百万提问词元的价格，以 `currency` 计。",
  "evaluate.rivals.endpoint.price.output": "每百万回答词元的价格，以 `currency` 计。",
  "evaluate.rivals.endpoint.price.currency": "ISO 4217 货币代码，例如 `CNY`、`EUR` 或 `USD`。",
  "evaluate.rivals.endpoint.parallel": "同时进行的请求数。",
  "evaluate.rivals.endpoint.requests_per_minute":
    "每分钟最多的请求数，均匀分布。省略时除服务自身的限制（会遵守）外不设限。",
  "evaluate.rivals.endpoint.tokens_per_minute": "每分钟最多的词元数，提问与回答合计。省略时不设限。",
  "evaluate.rivals.endpoint.timeout": "多少秒没有收到任何字节后重新请求。",
  "evaluate.rivals.shots": "提问前作为示例展示的训练行数。省略时为 `evaluate.decode.shots`。",
  "evaluate.rivals.system": "每个提问的系统提示，代替数据自身的。省略时为 `evaluate.decode.system`。",
  "evaluate.rivals.temperature": "采样温度。 `0`：总是取最可能的词元。省略时为 `evaluate.decode.temperature`。",
  "evaluate.rivals.repeats": "每条数据回答的次数，比较之前先取平均。省略时为 `evaluate.decode.repeats`。",
  "evaluate.rivals.constrain":
    "对输出的约束。 `none`：自由文本； `json`：任意 JSON 值； `schema`：只允许数据的模式所允许的内容。",
  "evaluate.baseline": "差异以哪个候选模型为基准显示。省略时为第一个对手，没有对手则为参照模型。",
  "evaluate.good_enough": "候选模型要算“足够好”必须全部满足的条件。运行开始时即固定。",
  "evaluate.good_enough.metric": "必须达到要求的指标。",
  "evaluate.good_enough.margin": "可容忍的最大损失，以比例表示：`0.05` 即五个百分点。",
  "evaluate.good_enough.against":
    "与谁比较：`reference`、某个候选模型（端点也是候选模型）的名称，或现有流程的分数文件（相对于本文件的路径）：`scores/today.jsonl`。",
  "evaluate.good_enough.at_least": "下限，以比例表示：区间的下端必须达到它。",
  "evaluate.confidence": "区间的置信水平。",
  "evaluate.select":
    "矩阵训练多个变体时，用哪部分数据在其中选择。 `test`：所有变体都在测试数据上比较，多个中最好的会显得比实际更好； `validation`：在验证数据上均值最高的变体被选中，测试数据只用来确认它。",
  "evaluate.slices":
    "测试数据中的列；主要指标还会按这些列的取值分别比较：`[language, customer]`。列不必出现在提示词中。所有差异一并筛查（Benjamini-Hochberg），不足十行的取值合并在一起。",
  "evaluate.forgetting":
    "向基础模型和微调后的模型提问本扩展自带的一小套通用题（英文和中文：算术、常识、遵从指令、JSON），检验微调造成的损失是否超过 `margin`。省略时不提问。",
  "evaluate.forgetting.margin": "可容忍的通用能力最大损失，以比例表示：`0.1` 即十个百分点。",
  matrix:
    "要尝试的多种取值：此文件中的一个路径（`train.adapter.rank`）及其取值列表。每种组合成为一个变体；相同的阶段只做一次。",
  target: "各阶段在哪里执行：`local`，或设置中某个目标的名称；也可为 `train` 和 `evaluate` 分别指定。",
  "target.train": "训练、合并和量化在哪里执行。",
  "target.evaluate": "评估在哪里执行。",
  budget: "运行最多可用多少资源。省略时不限。",
  "budget.hours": "达到多少小时后执行 `on_exceed`。",
  "budget.cost": "达到多少费用后执行 `on_exceed`，按设置中的价格表计算。",
  "budget.cost.amount": "金额，以 `currency` 计。",
  "budget.cost.currency": "ISO 4217 货币代码：`CNY`、`EUR`、`USD` 等。",
  "budget.on_exceed": "超出时如何处理。 `stop`：写入检查点并结束运行； `warn`：给出提示并继续。",
  serve: "选定的模型如何提供服务。",
  "serve.release": "要提供服务的发布名称，例如 `triage/production`。",
  "serve.context": "每个槽位的上下文词元数，提问和回答合计。",
  "serve.slots": "同时处理的请求数。",
};

/** The Chinese description of a place (`evaluate.rivals.shots`), or null. */
export function chineseDescription(place: string): string | null {
  const shared = place
    .replace(/^data\.(validation|test)\./, "data.train.")
    .replace(/^evaluate\.scorers\.judge\.endpoint\./, "evaluate.rivals.endpoint.");
  return Object.hasOwn(descriptions, shared) ? descriptions[shared]! : null;
}

/** For the test that none is left over. */
export const chinesePlaces: readonly string[] = Object.keys(descriptions);
