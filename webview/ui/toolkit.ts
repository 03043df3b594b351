import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
} from "@vscode/webview-ui-toolkit";
import type { HTMLAttributes } from "preact";

let registered = false;

/** Defines the library's elements, once. Only `ui/` knows that there are any. */
export function registerControls(): void {
  if (registered) return;
  registered = true;
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());
}

type Control = HTMLAttributes<HTMLElement> & { disabled?: boolean };

/** The attributes that we use of them. */
declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "vscode-button": Control & { appearance?: "primary" | "secondary" | "icon" };
      "vscode-checkbox": Control & { checked?: boolean };
      "vscode-dropdown": Control & { value?: string };
      "vscode-option": Control & { value: string; selected?: boolean };
    }
  }
}
