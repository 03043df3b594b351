import { vsCodeDropdown, vsCodeOption } from "@vscode/webview-ui-toolkit";
import { register } from "./toolkit.ts";

register(vsCodeDropdown());
register(vsCodeOption());

export interface SelectProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** A choice of one. The library's own has no name for a screen reader unless it gets `aria-label`. */
export function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <div class="select">
      <span class="select-label" aria-hidden="true">
        {label}
      </span>
      <vscode-dropdown
        aria-label={label}
        value={value}
        onChange={(event) => onChange((event.currentTarget as HTMLElement & { value: string }).value)}
      >
        {options.map((option) => (
          <vscode-option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </vscode-option>
        ))}
      </vscode-dropdown>
    </div>
  );
}
