import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { checkReportSchema, cliErrorSchema } from "../../../src/protocol/cli.ts";
import { planReportSchema } from "../../../src/protocol/plan.ts";
import { cli, data, temporaryFolder } from "./cli.ts";

const mistakes: [file: string, code: string, place: string][] = [
  ["unknown-key.run.yaml", "unknown-key", "9:1"],
  ["unknown-model.run.yaml", "model-not-found", "3:8"],
  ["broken-yaml.run.yaml", "yaml-unclosed-bracket", "4:1"],
  ["empty.run.yaml", "empty-file", "1:1"],
];

describe("check", () => {
  for (const [file, code, place] of mistakes) {
    test(`${file}: ${code}`, async () => {
      const text = await cli(["check", file]);
      assert.equal(text.code, 1);
      assert.match(text.stdout, new RegExp(`^${file}:${place}: error: .*\\(${code}\\)$`, "m"));
      const { code: exit, stdout } = await cli(["check", file, "--json"]);
      const { problems } = checkReportSchema.parse(JSON.parse(stdout));
      const found = problems.find((problem) => problem.code === code);
      assert.equal(exit, 1);
      assert.equal(found?.file, file);
      assert.equal(found?.severity, "error");
      const [line, column] = place.split(":").map(Number);
      assert.deepEqual(found?.range?.start, { line: line! - 1, character: column! - 1 });
    });
  }

  test("a fix is offered in words and as an edit", async () => {
    const { stdout } = await cli(["check", "unknown-key.run.yaml", "--json"]);
    const [problem] = checkReportSchema.parse(JSON.parse(stdout)).problems;
    assert.equal(problem?.suggestions[0]?.edit?.new_text, "evaluate");
    assert.match((await cli(["check", "unknown-key.run.yaml"])).stdout, /fix: .*evaluate/);
  });

  test("a fine file", async () => {
    const { code, stdout } = await cli(["check", "fine.run.yaml"]);
    assert.equal(code, 0);
    assert.match(stdout, /Nothing is wrong/);
    assert.deepEqual(JSON.parse((await cli(["check", "fine.run.yaml", "--json"])).stdout), { problems: [] });
  });

  test("a data file that is not there is named", async () => {
    const { code, stdout } = await cli(["check", "no-data.run.yaml"]);
    assert.equal(code, 1);
    assert.match(stdout, /error: .*nothing\.jsonl.*\(data-file-missing\)/);
  });

  test("a file that is not there does not keep the others from being checked", async () => {
    const { code, stdout } = await cli(["check", "gone.run.yaml", "unknown-key.run.yaml", "--json"]);
    const { problems } = checkReportSchema.parse(JSON.parse(stdout));
    assert.equal(code, 1);
    assert.deepEqual(
      problems.map((problem) => [problem.file, problem.code]),
      [
        ["gone.run.yaml", "file-not-found"],
        ["unknown-key.run.yaml", "unknown-key"],
      ],
    );
  });

  test("problems in Chinese", async () => {
    const { stdout } = await cli(["check", "unknown-key.run.yaml"], { env: { LANG: "zh_CN.UTF-8" } });
    assert.match(stdout, /错误：|错误:/);
    assert.match(stdout, /\p{Script=Han}.*\(unknown-key\)/u);
  });
});

describe("plan", () => {
  test("stages with their keys, and what has to be fetched", async () => {
    const { code, stdout } = await cli(["plan", "fine.run.yaml", "--json"]);
    const plan = planReportSchema.parse(JSON.parse(stdout));
    assert.equal(code, 0);
    assert.deepEqual(plan.problems, []);
    assert.ok(plan.stages.length > 0);
    for (const { key } of plan.stages) assert.match(key, /^[0-9a-f]{64}$/);
    assert.equal(plan.items.test, 6);
    assert.equal(plan.total.leaves_machine_bytes, 0);
    assert.equal(plan.total.download_bytes, 92_871_040);
  });

  test("as a table", async () => {
    const { code, stdout } = await cli(["plan", "fine.run.yaml"]);
    assert.equal(code, 0);
    assert.match(stdout, /^convert /m);
    assert.match(stdout, /Leaves this machine: nothing/);
  });

  test("a file with errors has no stages, and exits with 1", async () => {
    const { code, stdout } = await cli(["plan", "unknown-model.run.yaml", "--json"]);
    const plan = planReportSchema.parse(JSON.parse(stdout));
    assert.equal(code, 1);
    assert.deepEqual([plan.stages, plan.problems[0]?.code], [[], "model-not-found"]);
  });

  test("nothing is written", async (context) => {
    const folder = await temporaryFolder(context);
    await cp(data, folder, { recursive: true });
    await cli(["plan", path.join(folder, "fine.run.yaml")]);
    assert.equal((await cli(["list", "--workspace", folder])).stdout, `There are no runs in ${folder}.\n`);
  });
});

describe("run", () => {
  test("a file with errors does not start: no events, the problem on stderr, exit code 1", async () => {
    const { code, stdout, stderr } = await cli(["run", "unknown-key.run.yaml", "--json"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /unknown-key\.run\.yaml:9:1: error: .*\(unknown-key\)/);
  });

  test("a file that is not there", async () => {
    const { code, stderr } = await cli(["run", "gone.run.yaml"]);
    assert.equal(code, 1);
    assert.match(stderr, /gone\.run\.yaml does not exist.*\(file-not-found\)/);
  });
});

test("an error is JSON on stdout where one value was asked for", async () => {
  const { code, stdout } = await cli(["plan", "gone.run.yaml", "--json"]);
  assert.equal(code, 1);
  assert.equal(cliErrorSchema.parse(JSON.parse(stdout)).error.code, "file-not-found");
});
