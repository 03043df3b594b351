import { formatBytes, formatDuration } from "../protocol/format.ts";
import type { Io } from "./io.ts";
import { StatusLine } from "./status-line.ts";

const LINE_EVERY_MS = 10_000;

export interface DownloadView {
  onProgress(model: string, progress: { done: number; total: number | null; source?: string }): void;
  close(): void;
}

/** A download on stderr: a line drawn in place, or one at the start and about every ten seconds. */
export function downloadView(io: Io): DownloadView {
  const status = new StatusLine(io.err);
  let started = performance.now();
  let from: string | undefined;
  let lastLine = Number.NEGATIVE_INFINITY;
  return {
    onProgress(model, { done, total, source }) {
      const now = performance.now();
      if (source !== undefined && source !== from) {
        from = source;
        started = now;
        status.clear();
        io.err.line(io.t("download-from", { source }));
      }
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
