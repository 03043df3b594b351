import type { RunEvent } from "../protocol/event.ts";
import { formatAmount, formatBytes, formatDuration, UNKNOWN } from "../protocol/format.ts";
import { textOf } from "../text/text.ts";
import type { Io } from "./io.ts";

/** An event as a line of a log: when, where, what. */
export function eventText(event: RunEvent, io: Io): string {
  const stage = "stage" in event && event.stage !== null ? ` ${event.stage}` : "";
  const details = detailsOf(event, io);
  return `${event.elapsed.toFixed(1).padStart(8)} s  ${event.type}${stage}${details === "" ? "" : `  ${details}`}`;
}

function detailsOf(event: RunEvent, io: Io): string {
  const time = (seconds: number | null) => formatDuration(seconds, io.language);
  switch (event.type) {
    case "run.started":
      return `${event.file} · ${event.machine.cpu} · ${io.t("threads", { threads: event.machine.threads })}`;
    case "run.created":
      return event.file;
    case "run.queued":
      return io.t("queue-place", { position: event.position, device: event.device });
    case "run.fetching":
      return `${event.model} · ${formatBytes(event.done)} / ${formatBytes(event.total)}`;
    case "alarm.raised":
      return `${textOf(event.alarm, event.params, io.language)} (${event.alarm})`;
    case "alarm.cleared":
      return event.alarm;
    case "run.finished":
      return [
        io.t(event.state),
        time(event.seconds),
        event.error && textOf(event.error.code, event.error.params, io.language),
      ]
        .filter((part) => part !== undefined)
        .join(" · ");
    case "stage.reused":
      return io.t("stage-reused", { run: event.from });
    case "stage.finished":
      return `${time(event.seconds)} · ${formatBytes(event.peak_memory_bytes)} · ${event.key.slice(0, 12)}`;
    case "stage.failed":
      return `${time(event.seconds)} · ${textOf(event.error.code, event.error.params, io.language)} (${event.error.code})`;
    case "stage.cancelled":
      return time(event.seconds);
    case "stage.memory":
      return `${formatBytes(event.bytes)} · ≤ ${formatBytes(event.peak_bytes)}`;
    case "stage.progress":
      return `${event.done}/${event.total} ${event.unit}`;
    case "train.step":
      return `${event.step}/${event.steps} · loss ${number(event.loss)} · lr ${event.learning_rate.toExponential(2)} · ${event.tokens} tokens in ${time(event.seconds)}`;
    case "train.evaluation":
      return `${event.step} · loss ${number(event.loss)}`;
    case "train.checkpoint":
      return `${event.step} · ${formatBytes(event.bytes)}`;
    case "train.resumed":
      return String(event.step);
    case "note":
      return `${textOf(event.code, event.params, io.language)} (${event.code})`;
    case "stage.transfer": {
      const money = event.cost === null ? "" : ` · ${formatAmount(event.cost.amount)} ${event.cost.currency}`;
      return `${event.host} · ${event.requests} × · ↑ ${formatBytes(event.sent_bytes)} · ↓ ${formatBytes(event.received_bytes)}${money}`;
    }
    case "verdict":
      return textOf(event.verdict.conclusion.code, event.verdict.conclusion.params, io.language);
    case "stage.started":
      return "";
  }
}

function number(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(4);
}
