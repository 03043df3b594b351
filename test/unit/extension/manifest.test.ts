import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { type CommandEntry, commands } from "../../../src/extension/commands/table.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8"));
const manifest = read("package.json");
const { contributes } = manifest;
const table: [string, CommandEntry][] = Object.entries(commands);

test("package.json has the commands of the table and no others", () => {
  const expected = table.map(([command, { title, icon, enablement }]) => ({
    command,
    title: `%${title}%`,
    category: "DeepExtension",
    ...(icon && { icon }),
    ...(enablement && { enablement }),
  }));
  assert.deepEqual(contributes.commands, expected);
});

test("commands that need a row of a tree are hidden from the palette", () => {
  const hidden = table.filter(([, { palette }]) => palette === false).map(([command]) => ({ command, when: "false" }));
  assert.deepEqual(contributes.menus.commandPalette, hidden);
});

test("menus name commands that exist and views that exist, with at most three verbs on a row", () => {
  const views = Object.values<{ id: string }[]>(contributes.views).flatMap((list) => list.map(({ id }) => id));
  for (const entries of Object.values<{ command: string; when: string; group?: string }[]>(contributes.menus)) {
    for (const { command, when } of entries) {
      assert.ok(command in commands, command);
      const [, view] = /view == (\S+)/.exec(when) ?? [];
      if (view !== undefined) assert.ok(views.includes(view), when);
    }
  }
  const inline = contributes.menus["view/item/context"].filter(({ group }: { group: string }) =>
    group.startsWith("inline"),
  );
  for (const context of ["run-running", "run-over", "run-over-report", "model-added-here", "artifact"]) {
    const verbs = inline.filter(({ when }: { when: string }) => applies(when, context));
    assert.ok(verbs.length >= 1 && verbs.length <= 3, `${context}: ${verbs.length}`);
  }
});

/** Whether a `when` of ours holds for a row: we write `viewItem == x` and `viewItem =~ /x/` only. */
function applies(when: string, context: string): boolean {
  const [, equal] = /viewItem == (\S+)/.exec(when) ?? [];
  if (equal !== undefined) return equal === context;
  const [, pattern] = /viewItem =~ \/(.*)\//.exec(when) ?? [];
  return pattern !== undefined && new RegExp(pattern).test(context);
}

test("every %key% has a text in both languages, and no text is left over", () => {
  const english = read("package.nls.json");
  const chinese = read("package.nls.zh-cn.json");
  const used = new Set([...JSON.stringify(manifest).matchAll(/%([\w.]+)%/g)].map(([, key]) => key));
  assert.deepEqual(Object.keys(english).sort(), [...used].sort());
  assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
  for (const [key, text] of Object.entries<string>(chinese)) {
    const links = (value: string) => [...value.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command);
    assert.deepEqual(links(text), links(english[key]), key);
  }
});

test("files that the manifest names are there", () => {
  const named = [...JSON.stringify([contributes, manifest.icon]).matchAll(/"(?:\.\/)?(media\/[^"]+)"/g)].map(
    ([, file]) => file!,
  );
  assert.ok(named.length > 5);
  for (const file of named) assert.ok(existsSync(path.join(root, file)), file);
  for (const language of ["", ".zh-cn"]) {
    const texts = Object.values<string>(read(`package.nls${language}.json`)).filter((text) =>
      text.startsWith("media/"),
    );
    assert.equal(texts.length, 5, "a page for each step of the walkthrough");
    for (const file of texts) assert.ok(existsSync(path.join(root, file)), file);
  }
});

test("the walkthrough's steps end with the commands that they offer", () => {
  const [walkthrough] = contributes.walkthroughs;
  const english = read("package.nls.json");
  assert.equal(walkthrough.steps.length, 5);
  for (const { description, completionEvents } of walkthrough.steps) {
    const [, offered] = /\(command:([\w.]+)\)$/.exec(english[description.slice(1, -1)]) ?? [];
    assert.ok(offered !== undefined && offered in commands, description);
    assert.deepEqual(completionEvents, [`onCommand:${offered}`]);
  }
});

test("an untrusted workspace keeps everything but what executes or changes", () => {
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
  const guarded = table.filter(([, { enablement }]) => enablement === "isWorkspaceTrusted").map(([command]) => command);
  assert.deepEqual(
    guarded.sort(),
    ["addModel", "collectGarbage", "deleteRuns", "resume", "run", "runAgain"].map((name) => `deepextension.${name}`),
  );
  assert.deepEqual(manifest.extensionKind, ["workspace"]);
  assert.ok(!manifest.activationEvents.includes("*"));
});
