import { type DocumentSymbol, SymbolKind } from "vscode-languageserver-types";
import { isMap, isScalar, isSeq, type Node } from "yaml";
import { type RunDocument, spanOf } from "../spec/document.ts";
import { keyText } from "../spec/tree.ts";

/** The outline: blocks and their keys; items of lists by what names them. */
export function documentSymbols(document: RunDocument): DocumentSymbol[] {
  return document.root ? symbolsIn(document, document.root) : [];
}

function symbolsIn(document: RunDocument, node: Node): DocumentSymbol[] {
  if (isMap(node)) {
    return (node.items as { key: Node; value: Node | null }[]).flatMap(({ key, value }) =>
      symbol(document, keyText(key), key, value),
    );
  }
  if (isSeq(node)) {
    return node.items.flatMap((item, index) => {
      const name = nameOfItem(item as Node) ?? String(index + 1);
      return isMap(item) ? symbol(document, name, item as Node, item as Node) : [];
    });
  }
  return [];
}

function symbol(document: RunDocument, name: string, key: Node, value: Node | null): DocumentSymbol[] {
  const start = spanOf(key, document.text);
  if (!start || name === "") return [];
  const end = spanOf(value, document.text) ?? start;
  const detail = isScalar(value)
    ? String(value.value ?? "")
        .split("\n", 1)[0]!
        .slice(0, 60)
    : "";
  const kind = isMap(value) ? SymbolKind.Object : isSeq(value) ? SymbolKind.Array : SymbolKind.Property;
  return [
    {
      name,
      ...(detail ? { detail } : {}),
      kind,
      range: document.range(start[0], Math.max(start[1], end[1])),
      selectionRange: document.range(...start),
      children: value ? symbolsIn(document, value) : [],
    },
  ];
}

function nameOfItem(item: Node): string | undefined {
  if (!isMap(item)) return undefined;
  const names = ["name", "id", "metric"];
  const pair = (item.items as { key: Node; value: Node | null }[]).find(({ key }) => names.includes(keyText(key)));
  return isScalar(pair?.value) ? String(pair.value.value) : undefined;
}
