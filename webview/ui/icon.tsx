import { type IconName, shapes } from "./icon-shapes.ts";

/** An icon beside a text that says the same; alone it needs `label`. */
export function Icon({ name, label, spin = false }: { name: IconName; label?: string; spin?: boolean }) {
  const className = spin ? "icon spin" : "icon";
  const path = <path d={shapes[name]} />;
  if (label === undefined) {
    return (
      <svg class={className} viewBox="0 0 16 16" aria-hidden="true">
        {path}
      </svg>
    );
  }
  return (
    <svg class={className} viewBox="0 0 16 16" role="img" aria-label={label}>
      {path}
    </svg>
  );
}
