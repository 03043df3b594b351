import assert from "node:assert/strict";
import { test } from "node:test";
import { templateFacts } from "../../../src/models/chat-template.ts";

const chatml =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const cases: [name: string, template: string, architecture: string, family: string | null, problems: string[]][] = [
  ["a good one", chatml, "qwen2", "chatml", []],
  ["an architecture whose format is not known", chatml, "llama", "chatml", []],
  ["another family's", chatml, "gemma3", "chatml", ["template-other-family"]],
  ["no family's", "{% for m in messages %}{{ m.content }}{% endfor %}{{ add_generation_prompt }}", "llama", null, []],
  ["an end too few", chatml.replace("{% endfor %}", ""), "qwen2", "chatml", ["template-unbalanced"]],
  ["a bracket that is not closed", `${chatml}{{ x`, "qwen2", "chatml", ["template-unbalanced"]],
  [
    "ends in the wrong order",
    chatml.replace("{% endif %}", "{% endfor %}"),
    "qwen2",
    "chatml",
    ["template-unbalanced"],
  ],
  [
    "without the answer's mark",
    chatml.replace(/\{% if add.*/, ""),
    "qwen2",
    "chatml",
    ["template-no-generation-prompt"],
  ],
  ["no conversation", "{{ add_generation_prompt }}", "llama", null, ["template-no-messages"]],
  [
    "one that climbs to the interpreter",
    `${chatml}{{ ''.__class__.__mro__ }}`,
    "qwen2",
    "chatml",
    ["template-reaches-out"],
  ],
  ["one that reads files", `${chatml}{% include '/etc/passwd' %}`, "qwen2", "chatml", ["template-reaches-out"]],
  ["prose about imports", `${chatml}You can import modules.{# import x #}`, "qwen2", "chatml", []],
  [
    "a distillation of DeepSeek",
    "{{messages}}<｜User｜><｜Assistant｜>{{add_generation_prompt}}",
    "qwen2",
    "deepseek",
    [],
  ],
  ["an endless one", "{{".repeat(40_000), "qwen2", null, ["template-too-long"]],
];

for (const [name, template, architecture, family, problems] of cases) {
  test(`template: ${name}`, () => {
    assert.deepEqual(templateFacts(template, architecture), { family, problems });
  });
}

test("a hostile template costs little time", () => {
  const hostile = "{%".repeat(16_000) + "%}".repeat(16_000);
  const started = process.cpuUsage();
  templateFacts(hostile, "qwen2");
  templateFacts("{{}}".repeat(16_000), "qwen2");
  const { user, system } = process.cpuUsage(started);
  assert.ok((user + system) / 1e6 < 2, `${(user + system) / 1e6} s`);
});
