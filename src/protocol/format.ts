import type { Language } from "./messages.ts";

/** Numbers for people, the same in the terminal, the trees and the panels. A value that is not known is an en dash. */
export const UNKNOWN = "–";

const units = {
  en: { second: " s", minute: " min", hour: " h", day: " d", join: " " },
  "zh-cn": { second: " 秒", minute: " 分", hour: " 小时", day: " 天", join: " " },
} as const;

/** `0.4 s`, `5 s` (a whole number as it is), `12 s`, `3 min 20 s`, `2 h 05 min`, `3 d 4 h`: two units at most, since nobody plans by more. */
export function formatDuration(seconds: number | null, language: Language = "en"): string {
  if (seconds === null || !Number.isFinite(seconds)) return UNKNOWN;
  const unit = units[language];
  const positive = Math.max(0, seconds);
  if (positive < 9.95 && !Number.isInteger(positive)) return `${positive.toFixed(1)}${unit.second}`;
  const whole = Math.round(positive);
  if (whole < 60) return `${whole}${unit.second}`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}${unit.minute}${unit.join}${pad(whole % 60)}${unit.second}`;
  const roundMinutes = Math.round(whole / 60);
  const hours = Math.floor(roundMinutes / 60);
  if (hours < 24) return `${hours}${unit.hour}${unit.join}${pad(roundMinutes % 60)}${unit.minute}`;
  const roundHours = Math.round(whole / 3600);
  return `${Math.floor(roundHours / 24)}${unit.day}${unit.join}${roundHours % 24}${unit.hour}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** An estimate, to the second: a tenth of one would claim more than anybody knows. */
export function formatEstimate(seconds: number | null, language: Language = "en"): string {
  return formatDuration(seconds === null ? null : Math.max(1, Math.round(seconds)), language);
}

/** Decimal units, three digits, as disks and model hubs count: `917 MB`, `1.45 GB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) return UNKNOWN;
  const names = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let at = 0;
  while (Math.abs(value) >= 999.5 && at < names.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at === 0 ? Math.round(value) : digits(value)} ${names[at]}`;
}

/** A share as a percentage: `87.5 %`. */
export function formatShare(share: number | null, decimals = 1): string {
  if (share === null || !Number.isFinite(share)) return UNKNOWN;
  return `${(share * 100).toFixed(decimals)} %`;
}

/** Counts: `134.5 M` parameters, `1.2 B`, `950`. */
export function formatCount(count: number | null): string {
  if (count === null || !Number.isFinite(count)) return UNKNOWN;
  for (const [size, name] of [
    [1e9, "B"],
    [1e6, "M"],
    [1e4, "k"],
  ] as const) {
    if (count >= size) return `${digits(count / (name === "k" ? 1e3 : size))} ${name}`;
  }
  return String(Math.round(count));
}

/** An amount of money without its currency: two decimals, below 1 enough digits to tell it from nothing. */
export function formatAmount(amount: number): string {
  return amount >= 1 || amount === 0 ? amount.toFixed(2) : String(Number(amount.toPrecision(3)));
}

function digits(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 100) return value.toFixed(0);
  return magnitude >= 10 ? value.toFixed(1) : value.toFixed(2);
}
