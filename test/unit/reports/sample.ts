import { checkSchema } from "../../../src/evaluation/general/question.ts";
import { generalItems } from "../../../src/evaluation/general/set.ts";
import { type JudgedCandidate, type Judgement, judge } from "../../../src/evaluation/judge.ts";
import type { StageStatus } from "../../../src/protocol/run-state.ts";
import type { Example, ReportInput } from "../../../src/reports/report.ts";
import { candidate, every, judged, records } from "../evaluation/judged.ts";

const items = records(120, 2);
const names = ["base", "reference", "q8_0", "q4_k_m", "q2_k"];

/** Every fifth mail is German, every tenth Danish or Dutch, a few say nothing. */
const languages = ["de", "en", "en", "en", "en", "de", "en", "en", "en", ""];
const slices = new Map(
  items.map(({ id }, index): [string, Record<string, string>] => {
    const language = languages[index % 10]!;
    return [id, language === "" ? {} : { language }];
  }),
);

const questions = generalItems();
/** A model that knows what an arithmetic question asks, but for some. */
function general(name: string, unknown: number) {
  const answers = questions.map(({ id, answer }, index) => {
    const check = checkSchema.parse(JSON.parse(answer));
    return { id, answer: "number" in check && index % unknown > 0 ? String(check.number) : "Certainly." };
  });
  return { name, answersKey: `key-of-general-${name}`, answers };
}
const forgetting = {
  items: questions,
  set: { version: 1, sha256: "9e".repeat(32) },
  cells: [{ variant: "", base: general("base", 12), tuned: general("reference", 4) }],
};

const judgements = new Map<string, Judgement>();

/** The same for every test of a file: judging is the slow part of a sample. */
function judgedOnce(candidates: readonly JudgedCandidate[], good_enough: readonly unknown[]): Judgement {
  const key = JSON.stringify(good_enough);
  const scorers = ["json", "schema", "fields", "record"];
  const evaluate = { primary: "fields", scorers, good_enough, slices: ["language"], forgetting: {} };
  const found = judgements.get(key) ?? judge(judged(items, candidates, evaluate, { slices, forgetting }));
  judgements.set(key, found);
  return structuredClone(found);
}

/** A finished run whose verdict is computed, not written down: what a report is made of. */
export function sample(change: { good_enough?: unknown[]; attack?: string } = {}): ReportInput {
  const wrong = every(11, 11);
  const candidates = [
    candidate(items, "base", "rival", 271e6, { text: every(3, 22), field: every(1, 110) }),
    candidate(items, "reference", "reference", 271e6, { field: wrong }),
    candidate(items, "q8_0", "quantized", 145e6, { field: wrong }),
    candidate(items, "q4_k_m", "quantized", 105e6, { field: [...wrong, 1, 2] }),
    candidate(items, "q2_k", "quantized", 88e6, { field: every(2, 48), text: every(5, 9) }),
  ];
  const good_enough = change.good_enough ?? [
    { metric: "fields", margin: 0.05, against: "reference" },
    { metric: "json", at_least: 0.95 },
  ];
  const { verdict, scores, failedLayers } = judgedOnce(candidates, good_enough);
  const examples = [1, 2, 5].map((index): Example => {
    const attack = index === 1 ? (change.attack ?? "") : "";
    return {
      id: items[index]!.id,
      prompt: `Sort this mail:\nFrom: someone@example.org\n\nHello, the invoice of last week is attached.${attack}`,
      expected: items[index]!.answer,
      answers: candidates.map(({ name, answers }) => ({
        candidate: name,
        answer: (answers[index]?.answer ?? "") + attack,
        score: scores[name]![index]!.scores.fields!,
        failed_layer: failedLayers[name]![index]!,
      })),
    };
  });
  return {
    verdict,
    scores,
    examples,
    looks: { runs: 3, candidates: 9 },
    runFile: "version: 1\nname: mail-triage\nmodel: smollm2-135m-instruct\nquantize: [q8_0, q4_k_m, q2_k]\n",
    run: {
      run: "019ab3f2-7c11-7d2a-9c4e-2b8f5d0a1c33",
      name: "mail-triage",
      file: "examples/mail-triage/mail-triage.run.yaml",
      state: "succeeded",
      started_at: "2026-11-20T08:15:02.120Z",
      finished_at: "2026-11-20T08:25:41.902Z",
      pid: 4711,
      seconds: 639.8,
      attempt: 1,
      machine: {
        platform: "linux",
        arch: "x64",
        cpu: "AMD EPYC 7B13",
        physical_cores: 2,
        memory_bytes: 24 * 2 ** 30,
        threads: 2,
      },
      versions: { deepextension: "0.1.0", node: "24.11.1", "node-llama-cpp": "3.22.1" },
      spec_sha256: "5e".repeat(32),
      data: {
        train: { sha256: "11".repeat(32), items: 240 },
        validation: { sha256: "22".repeat(32), items: 27 },
        test: { sha256: "33".repeat(32), items: 120 },
      },
      variants: [{ name: "", values: {}, candidates: names }],
      stages: stages(),
      verdict,
      error: null,
      last_seq: 900,
      skipped_events: 0,
    },
  };
}

function stages(): StageStatus[] {
  const stage = (id: string, kind: StageStatus["kind"], rest: Partial<StageStatus> = {}): StageStatus => ({
    id,
    kind,
    variant: null,
    candidate: null,
    key: `${id.length.toString(16).padStart(2, "0")}c3`.repeat(16),
    inputs: [],
    engine: "embedded",
    reused_from: null,
    estimate: { memory_bytes: null, seconds: null, disk_bytes: null },
    state: "finished",
    started_elapsed: 0,
    progress: null,
    seconds: 42.5,
    peak_memory_bytes: 612e6,
    bytes: 105e6,
    facts: {},
    error: null,
    steps: [],
    total_steps: null,
    evaluations: [],
    checkpoint_step: null,
    notes: [],
    ...rest,
  });
  const steps = Array.from({ length: 60 }, (_, index) => ({
    step: index + 1,
    loss: index === 30 ? null : 2.6 * Math.exp(-index / 14) + 0.35 + 0.12 * Math.sin(index * 1.7),
    learning_rate: 2e-3,
    grad_norm: 1,
    tokens: 410,
    seconds: 3.9,
    threads: 2,
  }));
  const evaluations = [0, 12, 24, 36, 48, 60].map((step) => ({ step, loss: 2.7 * Math.exp(-step / 13) + 0.41 }));
  return [
    stage("convert", "convert", {
      state: "reused",
      reused_from: "019ab3e0-1111-7d2a-9c4e-2b8f5d0a1c33",
      seconds: null,
    }),
    stage("train", "train", { steps, evaluations, total_steps: 60, seconds: 240.2, peak_memory_bytes: 917 * 2 ** 20 }),
    stage("merge", "merge"),
    stage("quantize:q4_k_m", "quantize"),
    ...names.map((name) => stage(`evaluate:${name}`, "evaluate", { candidate: name, seconds: 95.1 })),
    stage("compare", "compare", { peak_memory_bytes: null, seconds: 0.4 }),
  ];
}

/** The same run judged by the labels in a field of its answers as well; `label` stands in place of one of them. */
export function classified(label = "spam"): ReportInput {
  const renamed = (text: string) => text.replaceAll('"spam"', JSON.stringify(label));
  const own = items.map((one) => ({ ...one, answer: renamed(one.answer) }));
  const candidates = [
    candidate(own, "base", "rival", 271e6, { text: every(3, 22) }),
    candidate(own, "reference", "reference", 271e6, { text: every(50, 2) }),
  ];
  const scorers = [{ classification: { field: "category" } }];
  const { verdict } = judge(judged(own, candidates, { primary: "classification", scorers }));
  return { ...sample(), verdict, examples: [] };
}
