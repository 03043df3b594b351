import { vsCodeCheckbox } from "@vscode/webview-ui-toolkit";
import { register } from "./toolkit.ts";

register(vsCodeCheckbox());

export interface CheckboxProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  return (
    <vscode-checkbox
      checked={checked}
      onChange={(event) => onChange((event.currentTarget as HTMLElement & { checked: boolean }).checked)}
    >
      {label}
    </vscode-checkbox>
  );
}
