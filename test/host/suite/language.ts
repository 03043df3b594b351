import assert from "node:assert/strict";
import * as vscode from "vscode";
import { type Case, eventually } from "./case.ts";
import { find, show } from "./product.ts";

const broken = `version: 1
name: broken
model: smollm2-135m-instruct
data:
  train: data/train.jsonl
  test: data/tests.jsonl
  prompt: "{{body}}"
  answer: "{{answer}}"
train:
  learning_rat: 2e-3
`;

export const language: readonly Case[] = [
  [
    "a mistake is underlined where it is, and the offered fix mends it",
    async () => {
      const document = await show("broken.run.yaml", broken);
      const problem = await diagnostic(document, "unknown-key");
      assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
      assert.equal(document.getText(problem.range), "learning_rat");
      assert.match(problem.message, /learning_rate/);

      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        problem.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const fix = actions.find(({ isPreferred }) => isPreferred);
      assert.ok(fix?.edit, `no preferred fix among ${actions.map(({ title }) => title).join(", ")}`);
      await vscode.workspace.applyEdit(fix.edit);
      assert.match(document.getText(), /^ {2}learning_rate: 2e-3$/m);
      await eventually(
        "the mistake to be gone",
        () => !problemsOf(document).some(({ code }) => code === "unknown-key"),
      );
    },
  ],
  [
    "a file that is not there is underlined, with the one that is",
    async () => {
      const document = await show("broken.run.yaml");
      const problem = await eventually("the missing file", () =>
        problemsOf(document).find(({ range }) => document.getText(range) === "data/tests.jsonl"),
      );
      assert.match(problem.message, /data\/test\.jsonl/);
    },
  ],
  [
    "an unsaved change is judged, not the file",
    async () => {
      const document = await show("broken.run.yaml");
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.positionAt(document.getText().length), "evalaute: {}\n");
      await vscode.workspace.applyEdit(edit);
      const problem = await diagnostic(document, "unknown-key");
      assert.equal(document.getText(problem.range), "evalaute");
      await vscode.commands.executeCommand("workbench.action.files.revert");
    },
  ],
  [
    "completion knows keys, words and the data's columns",
    async () => {
      const text =
        'version: 1\nname: c\nmodel: smollm2-135m-instruct\ndata:\n  train: data/train.jsonl\n  prompt: "{{}}"\ntrain:\n  adapter: { type:  }\n  \n';
      const document = await show("complete.run.yaml", text);
      assert.ok((await labelsAt(document, document.positionAt(text.length - 1))).includes("learning_rate"));
      assert.ok((await labelsAt(document, find(document, "type: ", 6))).includes("lora"));
      assert.ok((await labelsAt(document, find(document, "{{}}", 2))).includes("body"));
    },
  ],
  [
    "hovering a key says what it means and its default",
    async () => {
      const document = await show("quick.run.yaml");
      const position = find(document, "max_length", 2);
      const text = await eventually("a hover", async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          "vscode.executeHoverProvider",
          document.uri,
          position,
        );
        return hovers
          .flatMap(({ contents }) => contents.map((each) => (typeof each === "string" ? each : each.value)))
          .join("\n");
      });
      assert.match(text, /token/i);
      assert.match(text, /default/i);
    },
  ],
  [
    "Run and Plan stand above the first line",
    async () => {
      const document = await show("quick.run.yaml");
      const lenses = await eventually("code lenses", async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          "vscode.executeCodeLensProvider",
          document.uri,
          10,
        );
        return found.length > 0 && found;
      });
      assert.deepEqual(
        lenses.map(({ command }) => command?.command),
        ["deepextension.run", "deepextension.plan"],
      );
      assert.ok(lenses.every(({ range }) => range.start.line === 0));
    },
  ],
  [
    "the examples have nothing to warn of",
    async () => {
      for (const name of ["quick.run.yaml", "mail-triage.run.yaml", "full.run.yaml"]) {
        const document = await show(name);
        // Something has to have been said of it before silence means anything.
        await eventually("the outline", async () => {
          const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
            "vscode.executeDocumentSymbolProvider",
            document.uri,
          );
          return symbols?.some((symbol) => symbol.name === "train");
        });
        assert.deepEqual(
          // A note is no problem: that a quantization falls back for this model's shapes is worth knowing, and true.
          problemsOf(document)
            .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning)
            .map(({ message }) => message),
          [],
          name,
        );
      }
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    },
  ],
];

function problemsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri);
}

function diagnostic(document: vscode.TextDocument, code: string): Promise<vscode.Diagnostic> {
  return eventually(`the problem ${code}`, () => problemsOf(document).find((problem) => problem.code === code));
}

async function labelsAt(document: vscode.TextDocument, position: vscode.Position): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    position,
  );
  return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
}
