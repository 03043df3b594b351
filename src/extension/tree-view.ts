import type * as vscode from "vscode";
import type { Editor } from "./editor.ts";
import type { TreeNode } from "./tree-node.ts";

export interface Tree {
  view: vscode.TreeView<TreeNode>;
  redraw(): void;
  dispose(): void;
}

/**
 * Draws nodes in a view. `nodes` is asked again after each `redraw`. The context key `<view>.empty` says that there are none:
 * while they are still being read, a welcome that says so would be wrong.
 */
export function showTree(
  editor: Editor,
  id: string,
  nodes: () => Promise<readonly TreeNode[]>,
  { nested = false, several = false } = {},
): Tree {
  const changed = new editor.EventEmitter<undefined>();
  let empty: boolean | undefined;
  const roots = async () => {
    const all = [...(await nodes())];
    if (empty !== (all.length === 0)) {
      empty = all.length === 0;
      await editor.commands.executeCommand("setContext", `${id}.empty`, empty);
    }
    return all;
  };
  const view = editor.window.createTreeView<TreeNode>(id, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (node) => itemOf(editor, node),
      getChildren: async (node) => (node ? [...(node.lazy ? await node.lazy() : node.children)] : roots()),
    },
    showCollapseAll: nested,
    canSelectMany: several,
  });
  return {
    view,
    redraw: () => changed.fire(undefined),
    dispose: () => {
      view.dispose();
      changed.dispose();
    },
  };
}

function itemOf(editor: Editor, node: TreeNode): vscode.TreeItem {
  const { None, Collapsed, Expanded } = editor.TreeItemCollapsibleState;
  const state = node.children.length === 0 && !node.lazy ? None : node.expanded ? Expanded : Collapsed;
  const item = new editor.TreeItem(node.label, state);
  item.id = node.id;
  item.contextValue = node.context;
  item.accessibilityInformation = { label: node.spoken };
  item.tooltip = node.tooltip ?? node.label;
  const color = node.icon.color === undefined ? undefined : new editor.ThemeColor(node.icon.color);
  item.iconPath = new editor.ThemeIcon(node.icon.id, color);
  if (node.description !== undefined) item.description = node.description;
  if (node.click) item.command = { command: node.click, title: node.label, arguments: [node] };
  return item;
}
