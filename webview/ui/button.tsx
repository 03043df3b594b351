import type { ComponentChildren } from "preact";
import { registerControls } from "./toolkit.ts";

registerControls();

export interface ButtonProps {
  onPress: () => void;
  children: ComponentChildren;
  /** One primary button in a group: the thing to do next. */
  primary?: boolean;
}

/** A labelled button. */
export function Button({ onPress, children, primary = false }: ButtonProps) {
  return (
    <vscode-button appearance={primary ? "primary" : "secondary"} onClick={onPress}>
      {children}
    </vscode-button>
  );
}
