import { describeDefault, describeValues } from "../src/spec/describe.ts";
import { alternatives, type JsonSchema, runJsonSchema } from "../src/spec/json-schema.ts";

const opening = `# The run file

A run file (\`*.run.yaml\`) describes one experiment: a model, data, and what to do with them.
This page is generated from the format's schema (\`npm run generate\`); \`schemas/run-v1.json\` is the same for other editors.

- An unknown key is an error: what is misspelt must not be ignored.
- Shares, margins and floors are fractions: \`0.05\` is five percentage points.
- Paths are relative to the run file's folder.
- YAML 1.2: \`yes\` and \`no\` are texts, \`2e-3\` is a number; anchors, aliases and \`<<\` work; one document in a file.

## All keys
`;

/** The reference page: meaning, accepted values and default of each key. */
export function runFileReference(): string {
  return `${opening}\n${section(runJsonSchema(), "", new Map())}`;
}

/** @param told tables that are there already, with the path they stand under: splits have the same keys three times */
function section(schema: JsonSchema, path: string, told: Map<string, string>): string {
  const members = alternatives(schema).filter((member) => member.properties);
  const deeper: string[] = [];
  const keys = new Map<string, { inner: JsonSchema; required: boolean }>();
  for (const member of members) {
    for (const [key, inner] of Object.entries(member.properties!)) {
      const required = members.every((other) => other.required?.includes(key));
      if (!keys.has(key)) keys.set(key, { inner, required });
    }
  }
  const rows = [...keys].map(([key, { inner, required }]) => {
    const inside = path ? `${path}.${key}` : key;
    const block = alternatives(inner).map((member) => member.items ?? member);
    const holder = block.flatMap(alternatives).some((member) => member.properties);
    if (holder) deeper.push(heading(inside, inner) + section({ anyOf: block }, inside, told));
    return `| ${holder ? `[\`${key}\`](#${anchor(inside)})` : `\`${key}\``} | ${cell(inner.description ?? "")} | ${describeValues(inner)} | ${fallback(inner, required)} |`;
  });
  const table = rows.join("\n");
  const before = told.get(table);
  if (before !== undefined) return `The keys are those of [\`${before}\`](#${anchor(before)}).\n`;
  told.set(table, path);
  return `| key | meaning | values | default |\n|---|---|---|---|\n${table}\n${deeper.join("")}`;
}

function heading(path: string, schema: JsonSchema): string {
  const list = alternatives(schema).some((member) => member.items) ? " A list." : "";
  return `\n### \`${path}\`\n\n${schema.description ?? ""}${list}\n\n`;
}

/** As GitHub makes it from the heading. */
function anchor(path: string): string {
  return path.replaceAll(".", "");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function fallback(schema: JsonSchema, required: boolean): string {
  if (required) return "required";
  const value = describeDefault(schema);
  return value === null ? "" : `\`${value}\``;
}
