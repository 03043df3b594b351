import { provideVSCodeDesignSystem } from "@vscode/webview-ui-toolkit";
import type { HTMLAttributes } from "preact";

type Definition = Parameters<ReturnType<typeof provideVSCodeDesignSystem>["register"]>[0];

/**
 * Defines one of the library's elements. Each control names its own, so that a panel carries those that it uses and no
 * others; only `ui/` knows that there are any.
 */
export function register(definition: Definition): void {
  provideVSCodeDesignSystem().register(definition);
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
