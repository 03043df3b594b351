import assert from "node:assert/strict";
import { test } from "node:test";
import { candidatesOf, candidatesOfRun } from "../../../src/spec/candidates.ts";
import { expandMatrix, matrixSize } from "../../../src/spec/matrix.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";
import type { RunSpec } from "../../../src/spec/schema.ts";

const head = 'version: 1\nname: a\nmodel: m\ndata: {train: a.jsonl, test: b.jsonl, prompt: "{{x}}", answer: "{{y}}"}\n';

function read(rest: string): RunSpec {
  const { value, problems } = parseRunFile(head + rest);
  assert.deepEqual(problems, []);
  return value!;
}

const cellNames = (rest: string) => expandMatrix(read(rest)).map(({ name }) => name);
const candidateNames = (rest: string) => candidatesOfRun(read(rest)).map(({ name }) => name);

test("without a matrix there is one variant without a name", () => {
  const spec = read("train: {}\n");
  assert.deepEqual(expandMatrix(spec), [{ name: "", values: {}, spec }]);
});

test("cells come in the file's order, the last path changing fastest", () => {
  const spec = read("train: {}\nmatrix: {train.adapter.rank: [8, 16], model: [x, y]}\n");
  const cells = expandMatrix(spec);
  assert.deepEqual(
    cells.map(({ name }) => name),
    ["rank=8,model=x", "rank=8,model=y", "rank=16,model=x", "rank=16,model=y"],
  );
  assert.deepEqual(cells[2]?.values, { "train.adapter.rank": 16, model: "x" });
  assert.equal(cells[2]?.spec.train?.adapter.rank, 16);
  assert.equal(cells[2]?.spec.model, "x");
  assert.deepEqual(cells[2]?.spec.matrix, {});
  assert.equal(matrixSize(spec.matrix), 4);
});

test("a name keeps as much of the path as tells it from the others", () => {
  assert.deepEqual(cellNames("train: {}\nmatrix: {train.seed: [1], data.train: [c.csv]}\n"), ["seed=1,train=c.csv"]);
  const twice = "{from: a.csv, share: 0.5}";
  const rest = `train: {}\nmatrix: {train.adapter.type: [dora], quantize: [[q8_0, q4_0], []], data.validation: [${twice}]}\n`;
  assert.deepEqual(cellNames(rest), [
    "type=dora,quantize=q8_0+q4_0,validation=from:a.csv+share:0.5",
    "type=dora,quantize=,validation=from:a.csv+share:0.5",
  ]);
});

test("paths that end alike are named by more of their parts", () => {
  const data = "{train: {from: a.csv, share: 0.5}, validation: {from: train, share: 0.1}}";
  const text = `version: 1\nname: a\nmodel: m\ndata: ${data}\nmatrix: {data.train.share: [0.4], data.validation.share: [0.2]}\n`;
  const { value, problems } = parseRunFile(text);
  assert.deepEqual(problems, []);
  assert.equal(expandMatrix(value!)[0]?.name, "train.share=0.4,validation.share=0.2");
});

test("values that are files are named by their ends, and told apart where those are the same", () => {
  const rest = "train: {}\nmatrix: {data.train: [data/small.jsonl, data/large.jsonl]}\n";
  assert.deepEqual(cellNames(rest), ["train=small.jsonl", "train=large.jsonl"]);
  assert.deepEqual(cellNames("train: {}\nmatrix: {data.train: [one/t.jsonl, two/t.jsonl]}\n"), [
    "train=t.jsonl~1",
    "train=t.jsonl~2",
  ]);
});

test("a cell may turn on a block that the file doesn't have", () => {
  const cells = expandMatrix(read("matrix: {train.adapter.rank: [4]}\n"));
  assert.equal(cells[0]?.spec.train?.adapter.rank, 4);
  assert.equal(cells[0]?.spec.train?.epochs, 1);
});

test("candidates of a tuned model: rivals, the reference, quantizations", () => {
  const spec = read(
    "train: {}\nquantize: [q8_0, q4_k_m]\nevaluate: {decode: {max_tokens: 9}, rivals: [{name: base}, {name: shown, shots: 2}, {name: other, model: z, constrain: json}]}\n",
  );
  const decode = { temperature: 0, max_tokens: 9, constrain: "none" };
  const json = { ...decode, constrain: "json" };
  const rest = { endpoint: null, repeats: 1, system: null };
  assert.deepEqual(candidatesOf(spec), [
    { name: "base", role: "rival", model: "m", quantization: null, decode, shots: 0, ...rest },
    { name: "shown", role: "rival", model: "m", quantization: null, decode, shots: 2, ...rest },
    { name: "other", role: "rival", model: "z", quantization: null, decode: json, shots: 0, ...rest },
    { name: "reference", role: "reference", model: "m", quantization: null, decode, shots: 0, ...rest },
    { name: "q8_0", role: "quantized", model: "m", quantization: "q8_0", decode, shots: 0, ...rest },
    { name: "q4_k_m", role: "quantized", model: "m", quantization: "q4_k_m", decode, shots: 0, ...rest },
  ]);
});

test("without training the base in f16 is the reference", () => {
  assert.deepEqual(candidateNames("quantize: [q8_0]\nevaluate: {}\n"), ["base", "q8_0"]);
  assert.deepEqual(candidateNames("quantize: [q8_0]\nevaluate: {rivals: [{name: base, shots: 3}]}\n"), [
    "base",
    "reference",
    "q8_0",
  ]);
  assert.deepEqual(candidateNames("quantize: [q8_0]\n"), []);
});

test("rivals that don't depend on the cell are shared; others are named by what they depend on", () => {
  const evaluate = "quantize: [q8_0]\nevaluate: {rivals: [{name: base}, {name: big, model: z}]}\ntrain: {}\n";
  assert.deepEqual(candidateNames(`${evaluate}matrix: {train.adapter.rank: [8, 16]}\n`), [
    ...["base", "big", "rank=8/reference", "rank=8/q8_0"],
    ...["rank=16/reference", "rank=16/q8_0"],
  ]);
  assert.deepEqual(candidateNames(`${evaluate}matrix: {train.seed: [1, 2], model: [x, y]}\n`), [
    ...["model=x/base", "big", "seed=1,model=x/reference", "seed=1,model=x/q8_0"],
    ...["model=y/base", "seed=1,model=y/reference", "seed=1,model=y/q8_0"],
    ...["seed=2,model=x/reference", "seed=2,model=x/q8_0", "seed=2,model=y/reference", "seed=2,model=y/q8_0"],
  ]);
});

test("what decodes may stand in the matrix; a rival that says it for itself is one candidate in all cells", () => {
  const evaluate = "evaluate: {rivals: [{name: base}, {name: strict, constrain: json}]}\ntrain: {}\n";
  assert.deepEqual(candidateNames(`${evaluate}matrix: {evaluate.decode.constrain: [none, json]}\n`), [
    ...["constrain=none/base", "strict", "constrain=none/reference"],
    ...["constrain=json/base", "constrain=json/reference"],
  ]);
  const spec = read(
    "evaluate: {decode: {temperature: 0.5, repeats: 4, system: S}, rivals: [{name: cold, temperature: 0}]}\n",
  );
  assert.deepEqual(
    candidatesOf(spec).map(({ name, repeats, system, decode }) => [name, repeats, system, decode.temperature]),
    [
      ["cold", 1, "S", 0],
      ["base", 4, "S", 0.5],
    ],
  );
});

test("a rival behind an address is a candidate without a file", () => {
  const spec = read(
    'evaluate: {rivals: [{name: hosted, endpoint: {url: "http://localhost:8080/v1/", model: big, parallel: 8}}]}\n',
  );
  const [hosted] = candidatesOf(spec);
  assert.equal(hosted!.model, "big");
  assert.deepEqual(hosted!.endpoint, {
    ...{ url: "http://localhost:8080/v1", model: "big", key_env: null, price: null, parallel: 8 },
    ...{ requests_per_minute: null, tokens_per_minute: null, timeout: 60 },
  });
});
