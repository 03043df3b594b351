import type { Output } from "./io.ts";
import { clipped } from "./table.ts";

const REDRAW_MS = 100;

/** The last line of a terminal, drawn over and over. Nothing is drawn where the output is no terminal. */
export class StatusLine {
  private readonly output: Output;
  private drawnAt = 0;
  private isDrawn = false;

  constructor(output: Output) {
    this.output = output;
  }

  draw(text: string, now = performance.now()): void {
    if (!this.output.isTty || (this.isDrawn && now - this.drawnAt < REDRAW_MS)) return;
    this.drawnAt = now;
    this.isDrawn = true;
    // One column stays free: some terminals wrap when the last one is written.
    this.output.write(`\r\u001b[2K${clipped(text, this.output.columns() - 1)}`);
  }

  clear(): void {
    if (this.isDrawn) this.output.write("\r\u001b[2K");
    this.isDrawn = false;
  }
}
