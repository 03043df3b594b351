import { signal } from "@preact/signals";

/** Colours for what is painted on a canvas, where CSS variables don't reach. */
export interface Palette {
  text: string;
  faint: string;
  grid: string;
  /** A theme that draws lines to be seen: those of a grid must not compete with the data's. */
  contrast: boolean;
  background: string;
  first: string;
  second: string;
  font: string;
}

function read(): Palette {
  const style = getComputedStyle(document.body);
  const color = (...names: string[]) => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== "") return value;
    }
    return style.color;
  };
  return {
    text: color("foreground"),
    faint: color("descriptionForeground", "foreground"),
    grid: color("widget-border", "editorIndentGuide-background1", "contrastBorder"),
    contrast: document.body.classList.contains("vscode-high-contrast"),
    background: color("editor-background"),
    first: color("charts-blue"),
    second: color("charts-yellow"),
    font: `11px ${style.fontFamily}`,
  };
}

/** The theme's colours, read again when the editor changes the theme: it then changes the body's class. */
export const palette = signal<Palette>(read());

new MutationObserver(() => {
  palette.value = read();
}).observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
