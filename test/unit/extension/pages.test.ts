import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { reportPage } from "../../../src/extension/panels/report-page.ts";
import { redrawGap, runPanelState } from "../../../src/extension/panels/run-panel-state.ts";
import { newNonce, webviewPage } from "../../../src/extension/panels/webview-page.ts";
import { english } from "../../../src/extension/translate.ts";
import { textOf } from "../../../src/text/text.ts";
import { exampleState } from "./example-run.ts";

const page = {
  title: "run",
  language: "en",
  source: "https://x.test",
  script: "https://x.test/run.js",
  style: "https://x.test/run.css",
  nonce: "abc",
};
const policyOf = (html: string) => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";

test("a panel's policy lets in our script and our styles, and nothing else", () => {
  const policy = policyOf(webviewPage(page));
  assert.equal(
    policy,
    "default-src 'none'; style-src https://x.test 'nonce-abc'; img-src https://x.test data:; font-src https://x.test; script-src 'nonce-abc'",
  );
  assert.doesNotMatch(policy, /unsafe/);
});

test("a name stays text in a panel's page, and a nonce is new each time", () => {
  const html = webviewPage({ ...page, title: '</title><script>alert(1)</script>"' });
  assert.match(html, /<title>&lt;\/title&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;<\/title>/);
  assert.notEqual(newNonce(), newNonce());
});

test("a report's own styles are let through by hash; scripts, other styles and the network are not", () => {
  const css = "body { color: red }";
  const html = `<!doctype html><html><head><meta charset="utf-8"><style>${css}</style></head><body><style>* { display: none }</style></body></html>`;
  const shown = reportPage(html);
  const [, ours = ""] = /<style>([^<]*)<\/style><meta charset/.exec(shown) ?? [];
  const neutral = createHash("sha256").update(ours).digest("base64");
  const hash = createHash("sha256").update(css).digest("base64");
  assert.equal(
    policyOf(shown),
    `default-src 'none'; img-src data:; style-src-elem 'sha256-${neutral}' 'sha256-${hash}'; style-src-attr 'unsafe-inline'`,
  );
  assert.ok(
    shown.indexOf("Content-Security-Policy") < shown.indexOf("charset"),
    "the policy comes before what it governs",
  );
});

test("what the panel draws is the run's state, with its codes as text", () => {
  const state = exampleState({});
  const shown = { root: "/workspace", run: state.run, state, damage: null };
  const draw = (language: "en" | "zh-cn") =>
    runPanelState(shown, false, {
      t: english,
      language,
      textOf: (code, params) => textOf(code, params, language),
      when: (iso) => iso,
      day: (date) => date,
    });
  const { text, can_resume, run } = draw("en");
  assert.equal(run, state, "nothing is kept that show --json does not say");
  assert.equal(text.verdict, state.verdict?.sentence);
  assert.deepEqual(
    text.gates.q4_k_m,
    state.verdict?.candidates[2]?.gates.map(({ sentence }) => sentence),
  );
  assert.deepEqual(
    text.pairs.fields,
    state.verdict?.comparisons[0]?.pairs.map(({ verdict }) => verdict),
  );
  assert.match(text.notes["quantize:q4_k_m"]?.[0] ?? "", /^30 of 211 tensors/);
  assert.equal(can_resume, true);
  assert.match(draw("zh-cn").text.verdict ?? "", /足够好/);
});

test("a failed stage's reason is there in words", () => {
  const state = exampleState({ until: "failed" });
  const { text } = runPanelState({ root: "/", run: state.run, state, damage: null }, false, {
    t: english,
    language: "en",
    textOf: (code, params) => textOf(code, params),
    when: (iso) => iso,
    day: (date) => date,
  });
  assert.equal(text.errors.train, "The file base.q8_0.gguf does not exist.");
});

test("short runs are drawn ten times a second, long ones less often", () => {
  const state = exampleState({ until: "training" });
  assert.equal(redrawGap(state), 100);
  const [first] = state.stages[1]!.steps;
  state.stages[1]!.steps = Array.from({ length: 20_000 }, (_, step) => ({ ...first!, step }));
  assert.equal(redrawGap(state), 250);
  // What travels is what can be drawn: the newest in full, of the others the extremes.
  state.stages[1]!.steps[9_000]!.loss = 99;
  const drawing = { t: english, language: "en" as const, textOf: (code: string) => code, when: String, day: String };
  const { run } = runPanelState({ root: "/", run: state.run, state, damage: null }, false, drawing);
  const { steps } = run.stages[1]!;
  assert.ok(steps.length <= 2000);
  assert.ok(steps.some(({ loss }) => loss === 99));
  assert.equal(steps.at(-1)?.step, state.stages[1]!.steps.at(-1)?.step);
});
