/**
 * What other tools call our keys: TRL and transformers, PEFT, LLaMA-Factory, Axolotl, Unsloth.
 * `same`: the value means the same here, so renaming is a whole fix. Otherwise the place is named and the person decides.
 */
interface Spelling {
  place: string;
  same: boolean;
}

const same = (place: string): Spelling => ({ place, same: true });
const like = (place: string): Spelling => ({ place, same: false });

const spellings: Readonly<Record<string, Spelling>> = {
  // PEFT's LoraConfig, LLaMA-Factory's and Axolotl's names for it
  r: same("train.adapter.rank"),
  lora_r: same("train.adapter.rank"),
  lora_rank: same("train.adapter.rank"),
  lora_alpha: same("train.adapter.alpha"),
  target_modules: same("train.adapter.targets"),
  lora_target: same("train.adapter.targets"),
  lora_target_modules: same("train.adapter.targets"),
  finetuning_type: same("train.adapter.type"),
  peft_type: same("train.adapter.type"),
  use_dora: like("train.adapter.type"),
  lora: like("train.adapter"),
  peft_config: like("train.adapter"),
  peft: like("train.adapter"),
  load_in_4bit: like("train.base_precision"),
  load_in_8bit: like("train.base_precision"),
  quantization_bit: like("train.base_precision"),
  bf16: like("train.base_precision"),
  fp16: like("train.base_precision"),
  torch_dtype: like("train.base_precision"),
  dtype: like("train.base_precision"),
  // The trainer
  stage: same("train.method"),
  rl: same("train.method"),
  trainer: same("train.method"),
  num_train_epochs: same("train.epochs"),
  num_epochs: same("train.epochs"),
  n_epochs: same("train.epochs"),
  max_steps: like("train.epochs"),
  per_device_train_batch_size: like("train.batch_size"),
  train_batch_size: same("train.batch_size"),
  micro_batch_size: like("train.batch_size"),
  gradient_accumulation_steps: like("train.batch_size"),
  lr: same("train.learning_rate"),
  learningrate: same("train.learning_rate"),
  learning_rate_multiplier: like("train.learning_rate"),
  warmup_ratio: same("train.warmup"),
  warmup_steps: like("train.warmup"),
  lr_scheduler_type: same("train.schedule"),
  lr_scheduler: same("train.schedule"),
  max_grad_norm: same("train.clip"),
  gradient_clipping: same("train.clip"),
  max_seq_length: same("train.max_length"),
  max_seq_len: same("train.max_length"),
  cutoff_len: same("train.max_length"),
  sequence_len: same("train.max_length"),
  model_max_length: same("train.max_length"),
  data_seed: same("train.seed"),
  random_seed: same("train.seed"),
  random_state: same("train.seed"),
  eval_steps: same("train.evaluate_every"),
  save_steps: same("train.checkpoint_every"),
  finetune: like("train"),
  fine_tune: like("train"),
  training: like("train"),
  // The model
  base_model: same("model"),
  base_model_name_or_path: same("model"),
  model_name_or_path: same("model"),
  model_name: same("model"),
  model_id: same("model"),
  pretrained_model_name_or_path: same("model"),
  // The data
  dataset: same("data.train"),
  datasets: like("data.train"),
  dataset_name: same("data.train"),
  dataset_path: same("data.train"),
  train_file: same("data.train"),
  train_dataset: same("data.train"),
  training_file: same("data.train"),
  eval_dataset: same("data.validation"),
  validation_file: same("data.validation"),
  valid: same("data.validation"),
  val: same("data.validation"),
  val_size: like("data.validation"),
  val_set_size: like("data.validation"),
  test_size: like("data.test"),
  test_file: same("data.test"),
  test_dataset: same("data.test"),
  test_datasets: like("data.test"),
  system_prompt: same("data.system"),
  default_system: same("data.system"),
  instruction: like("data.prompt"),
  input: like("data.prompt"),
  question: like("data.prompt"),
  template: like("data.prompt"),
  output: like("data.answer"),
  response: like("data.answer"),
  completion: like("data.answer"),
  label: like("data.answer"),
  target_column: like("data.answer"),
  conversations: like("data.messages"),
  group: same("data.cluster"),
  // Evaluation and what follows
  metrics: same("evaluate.scorers"),
  scorer: same("evaluate.scorers"),
  metric: same("evaluate.primary"),
  gates: same("evaluate.good_enough"),
  baselines: same("evaluate.rivals"),
  candidates: same("evaluate.rivals"),
  max_new_tokens: same("evaluate.decode.max_tokens"),
  generation: like("evaluate.decode"),
  evaluation: like("evaluate"),
  eval: like("evaluate"),
  num_shots: same("evaluate.rivals.shots"),
  few_shot: same("evaluate.rivals.shots"),
  num_fewshot: same("evaluate.rivals.shots"),
  quantization: same("quantize"),
  quantizations: same("quantize"),
  quants: same("quantize"),
  quant: same("quantize"),
  export_quantization_bit: like("quantize"),
  sweep: same("matrix"),
  grid: same("matrix"),
  parameters: like("matrix"),
};

/** Where another tool's key lives here. `word` in any case and with any separators. */
export function knownSpelling(word: string): Spelling | null {
  return Object.hasOwn(spellings, word) ? spellings[word]! : null;
}

/** All of them with their places, for the test that each place exists. */
export const allSpellings: readonly { word: string; place: string }[] = Object.entries(spellings).map(
  ([word, { place }]) => ({ word, place }),
);

/** Values that other tools write for ours, at the place where they would be written. */
const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "train.adapter.targets": {
    all: "all-linear",
    all_linear: "all-linear",
    q_proj: "attn_q",
    k_proj: "attn_k",
    v_proj: "attn_v",
    o_proj: "attn_output",
    attn_o: "attn_output",
    gate_proj: "ffn_gate",
    up_proj: "ffn_up",
    down_proj: "ffn_down",
  },
  "train.adapter.type": { full: "none", qlora: "lora", freeze: "none" },
  "train.method": { finetune: "sft", fine_tune: "sft", supervised: "sft", ppo: "grpo", rlhf: "grpo" },
  "train.base_precision": { bfloat16: "bf16", float32: "f32", fp32: "f32", int8: "q8_0", int4: "nf4", "4bit": "nf4" },
  "train.schedule": { constant_with_warmup: "constant" },
  quantize: { q4: "q4_k_m", q5: "q5_k_m", q8: "q8_0", q6: "q6_k", int8: "q8_0", int4: "q4_k_m", fp16: "f16" },
  "evaluate.scorers": {
    exact_match: "exact",
    accuracy: "exact",
    quasi_exact_match: "normalized",
    includes: "contains",
    icontains: "contains",
    numeric: "number",
    macro_f1: "classification",
    f1: "token_f1",
    chrf2: "chrf",
    json_schema: "schema",
  },
  "evaluate.decode.constrain": { grammar: "schema", json_schema: "schema", json_object: "json" },
};

/** What another tool's value is called here; `place` is the path without list indexes. */
export function knownValue(place: string, value: string): string | null {
  const table = Object.hasOwn(values, place) ? values[place]! : {};
  return Object.hasOwn(table, value) ? table[value]! : null;
}
