import { vsCodeButton } from "@vscode/webview-ui-toolkit";
import type { ComponentChildren } from "preact";
import { register } from "./toolkit.ts";

register(vsCodeButton());

export interface ButtonProps {
  onPress: () => void;
  children: ComponentChildren;
  /** One primary button in a group: the thing to do next. */
  primary?: boolean;
  disabled?: boolean;
}

/** A labelled button. */
export function Button({ onPress, children, primary = false, disabled = false }: ButtonProps) {
  return (
    <vscode-button appearance={primary ? "primary" : "secondary"} disabled={disabled} onClick={onPress}>
      {children}
    </vscode-button>
  );
}
