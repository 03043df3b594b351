import { formatBytes, formatDuration } from "../protocol/format.ts";
import type { Io } from "./io.ts";
import { StatusLine } from "./status-line.ts";

const LINE_EVERY_MS = 10_000;

export interface DownloadView {
  onProgress(model: string, progress: { done: number; total: number | null }): void;
  close(): void;
}

/** A download on stderr: a line drawn in place, or one at the start and about every ten seconds. */
export function downloadView(io: Io): DownloadView {
  const status = new StatusLine(io.err);
  const started = performance.now();
  let lastLine = Number.NEGATIVE_INFINITY;
  return {
    onProgress(model, { done, total }) {
      const now = performance.now();
      const text = downloadText(model, { done, total, seconds: (now - started) / 1000 }, io);
      if (io.err.isTty) return status.draw(text, now);
      if (now - lastLine < LINE_EVERY_MS) return;
      lastLine = now;
      io.err.line(text);
    },
    close: () => status.clear(),
  };
}

function downloadText(
  model: string,
  { done, total, seconds }: { done: number; total: number | null; seconds: number },
  io: Io,
): string {
  const facts = [total === null ? formatBytes(done) : `${formatBytes(done)} / ${formatBytes(total)}`];
  const rate = seconds > 1 ? done / seconds : 0;
  if (rate > 0) facts.push(`${formatBytes(rate)}/s`);
  if (rate > 0 && total !== null && done < total) {
    facts.push(io.t("seconds-left", { time: formatDuration((total - done) / rate, io.language) }));
  }
  return `${io.t("downloading", { model })}: ${facts.join(", ")}`;
}
