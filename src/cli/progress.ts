import type { RunEvent } from "../protocol/event.ts";
import { formatBytes, formatDuration } from "../protocol/format.ts";
import { outlookOf, shareOf, tokensPerSecond } from "../protocol/outlook.ts";
import type { RunState, StageStatus } from "../protocol/run-state.ts";
import { textOf } from "../text/text.ts";
import type { Io } from "./io.ts";
import { shortRun } from "./plan-text.ts";
import { StatusLine } from "./status-line.ts";

/** A terminal redraws in place; anything else gets a line about this often. */
const LINE_EVERY_S = 10;
const BAR = 16;
/** A rate over this many seconds follows a busy machine and is steady enough to read. */
const RATE_WINDOW_S = 20;

export interface ProgressView {
  /** `state` has the event in it already. */
  onEvent(event: RunEvent, state: RunState): void;
  close(): void;
}

/** What a run does, on stderr: a line for each stage that ends, and below it the one that is running. */
export function progressView(io: Io): ProgressView {
  const status = new StatusLine(io.err);
  let lastLine = Number.NEGATIVE_INFINITY;
  const rates = new RateMeter(RATE_WINDOW_S);

  function permanent(text: string): void {
    status.clear();
    io.err.line(text);
  }

  return {
    onEvent(event, state) {
      const over = overText(event, io);
      if (over !== null) permanent(over);
      if (event.type === "run.started") permanent(io.t("run-id", { run: event.run }));
      if (event.type === "stage.started") {
        rates.restart();
        if (!io.err.isTty) permanent(`… ${event.stage}`);
        lastLine = event.elapsed;
      }
      const { active, seconds_left } = outlookOf(state);
      if (!active) return status.clear();
      if (active.progress) rates.add(event.elapsed, active.progress.done);
      const text = () => runningText(active, { rate: rates.perSecond(), secondsLeft: seconds_left }, io);
      if (io.err.isTty) return status.draw(text());
      if (event.elapsed - lastLine < LINE_EVERY_S) return;
      lastLine = event.elapsed;
      io.err.line(text());
    },
    close: () => status.clear(),
  };
}

/** A stage's end, or a remark, as a line that stays. */
function overText(event: RunEvent, io: Io): string | null {
  const { err, t, language } = io;
  switch (event.type) {
    case "stage.reused":
      return `${err.paint("green", "✓")} ${event.stage}  ${err.paint("dim", t("stage-reused", { run: shortRun(event.from) }))}`;
    case "stage.finished": {
      const facts = [
        formatDuration(event.seconds, language),
        event.peak_memory_bytes && formatBytes(event.peak_memory_bytes),
      ];
      return `${err.paint("green", "✓")} ${event.stage}  ${facts.filter(Boolean).join(", ")}`;
    }
    case "stage.failed":
      return `${err.paint("red", "✗")} ${event.stage}  ${textOf(event.error.code, event.error.params, language)} (${event.error.code})`;
    case "stage.cancelled":
      return `${err.paint("yellow", "■")} ${event.stage}  ${t("cancelled")}`;
    case "note":
      return `${err.paint(event.level === "warning" ? "yellow" : "dim", t(event.level))}: ${textOf(event.code, event.params, language)}`;
    default:
      return null;
  }
}

/** `train ████░░░░ 120/384 steps, 2 min 10 s left, total: 8 min 05 s left, 104 tok/s, loss 0.53` */
export function runningText(
  stage: StageStatus,
  { rate, secondsLeft }: { rate: number | null; secondsLeft: number | null },
  io: Io,
): string {
  const share = shareOf(stage) ?? 0;
  const full = Math.round(share * BAR);
  const bar = `${"█".repeat(full)}${"░".repeat(BAR - full)}`;
  const leftOf = (seconds: number) => io.t("seconds-left", { time: formatDuration(seconds, io.language) });
  // The most wanted first: a narrow terminal cuts the end.
  const facts: string[] = [];
  if (stage.progress) facts.push(`${stage.progress.done}/${stage.progress.total} ${stage.progress.unit}`);
  const left = stage.progress?.seconds_left ?? null;
  if (left !== null) facts.push(leftOf(left));
  if (secondsLeft !== null) facts.push(`${io.t("total")}: ${leftOf(secondsLeft)}`);
  const tokens = tokensPerSecond(stage);
  if (tokens !== null) facts.push(`${tokens.toFixed(0)} tok/s`);
  else if (rate !== null) facts.push(`${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)}/s`);
  const loss = stage.steps.at(-1)?.loss;
  if (loss !== undefined && loss !== null) facts.push(`loss ${loss.toFixed(3)}`);
  return `${stage.id} ${bar} ${facts.join(", ")}`.trimEnd();
}

/** Units a second over the last seconds. */
class RateMeter {
  private readonly window: number;
  private points: { at: number; done: number }[] = [];

  constructor(window: number) {
    this.window = window;
  }

  restart(): void {
    this.points = [];
  }

  add(at: number, done: number): void {
    this.points.push({ at, done });
    while (this.points.length > 2 && at - this.points[0]!.at > this.window) this.points.shift();
  }

  perSecond(): number | null {
    const first = this.points[0];
    const last = this.points.at(-1);
    if (!first || !last || last.at - first.at < 0.5 || last.done <= first.done) return null;
    return (last.done - first.done) / (last.at - first.at);
  }
}
