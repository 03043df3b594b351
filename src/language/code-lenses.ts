import type { CodeLens } from "vscode-languageserver-types";
import type { Language } from "../protocol/messages.ts";
import { word } from "./messages.ts";

/** Run and Plan above the first line. The commands get the file's URI. */
export function codeLenses(uri: string, language: Language): CodeLens[] {
  const start = { line: 0, character: 0 };
  const range = { start, end: start };
  return [
    { range, command: { title: `$(play) ${word("run", language)}`, command: "deepextension.run", arguments: [uri] } },
    {
      range,
      command: { title: `$(checklist) ${word("plan", language)}`, command: "deepextension.plan", arguments: [uri] },
    },
  ];
}
