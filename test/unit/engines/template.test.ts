import assert from "node:assert/strict";
import { test } from "node:test";
import { compileTemplate } from "../../../src/engines/embedded/native/text/template.ts";
import { cpuClock } from "../cpu-clock.ts";

const tokens = { bos: "<s>", eos: "</s>" };
const hello = [{ role: "user" as const, content: "Hello" }];

test("a model's own template, with and without the generation prompt", () => {
  const template = compileTemplate(
    "{{ bos_token }}{% for m in messages %}[{{ m.role }}] {{ m.content }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}",
    tokens,
  );
  assert.equal(template.fallback, null);
  assert.equal(template.render(hello, { generationPrompt: true }), "<s>[user] Hello</s>[assistant]");
  assert.equal(template.render(hello, { generationPrompt: false }), "<s>[user] Hello</s>");
});

test("a model without a template speaks ChatML", () => {
  const template = compileTemplate(null, tokens);
  assert.equal(template.fallback?.code, "chat-template-missing");
  assert.equal(
    template.render([{ role: "system", content: "Be brief." }, ...hello], { generationPrompt: true }),
    "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n",
  );
});

const broken: [name: string, source: string, reason: RegExp][] = [
  ["does not parse", "{% for m in messages %}", /./],
  ["throws", "{{ raise_exception('go away') }}", /go away/],
  ["never ends", "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", /timed out/],
  ["counts too far", "{% for i in range(1000000000) %}x{% endfor %}", /range of 1000000000/],
  // In few large pieces: with many small ones the time limit might be met first on a busy machine.
  [
    "makes far too much",
    `{% for i in range(90) %}{{ messages[0].content }}${"x".repeat(20_000)}{% endfor %}`,
    /characters/,
  ],
  ["forgets the user", "Hello, I am a template.", /leaves out/],
  ["is far too long", `{# ${"x".repeat(300_000)} #}{{ messages[0].content }}`, /characters/],
];
for (const [name, source, reason] of broken) {
  test(`a template that ${name} is replaced, with the reason`, () => {
    const used = cpuClock();
    const { fallback, render } = compileTemplate(source, tokens);
    assert.equal(fallback?.code, "chat-template-broken");
    assert.match(fallback?.params.reason ?? "", reason);
    assert.match(render(hello, { generationPrompt: true }), /^<\|im_start\|>user\nHello/);
    assert.ok(used() < 10_000, `${used()} ms`);
  });
}

test("a template reaches nothing of this process", () => {
  for (const attempt of [
    "{{ process.pid }}",
    "{{ ''.constructor.constructor('return process')() }}",
    "{{ globalThis }}",
  ]) {
    const { fallback, render } = compileTemplate(`${attempt}{{ messages[0].content }}`, tokens);
    const text = fallback ? "" : render(hello, { generationPrompt: true });
    assert.ok(!text.includes(String(process.pid)) && !text.includes("[object"), text);
  }
});

test("a conversation that the template refuses is an error, with its reason", () => {
  const template = compileTemplate(
    "{% if messages[0].role == 'system' %}{{ raise_exception('no system turn') }}{% endif %}{{ messages[0].content }}",
    tokens,
  );
  assert.throws(() => template.render([{ role: "system", content: "x" }, ...hello], { generationPrompt: true }), {
    code: "chat-template-refused",
    params: { reason: "no system turn" },
  });
});

test("the same prompt on every day", () => {
  const template = compileTemplate("{{ strftime_now('%d %b %Y') }} {{ messages[0].content }}", tokens);
  assert.equal(template.render(hello, { generationPrompt: true }), "26 Jul 2024 Hello");
});
