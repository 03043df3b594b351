import type { ArticleCheck } from "../protocol/advice.ts";
import { architectures } from "../sizing/architecture.ts";
import { findDevice } from "../sizing/device.ts";
import { fitOn } from "../sizing/fit.ts";
import { costOf, impliedMonths, usualPrices } from "../sizing/price.ts";
import { readRequest } from "../sizing/read-request.ts";
import { precision, weightBytes } from "../sizing/weights.ts";
import { type ArticleRow, article, articleUsers, type Setup } from "./article.ts";

/** Months with which one rule of straight-line depreciation comes nearest to the article's monthly figures. */
export const ARTICLE_MONTHS = 75;
/** What ten users of a small assistant need at least, prompt and answer together; and what conversations take. */
const CONTEXTS = [2048, 8192] as const;
/** Tokens of a row in training: short answers, and a page of text. */
const TRAINING_LENGTH = 1024;
/** A figure is called consistent up to here. */
const TOLERANCE = 0.2;

/** Every row of the article's table, computed: does what it recommends hold the model, and do its two prices agree? */
export function checkArticle(rows: readonly ArticleRow[] = article): ArticleCheck[] {
  return rows.map((row) => {
    const findings = [...servingFindings(row), ...trainingFindings(row), ...moneyFindings(row), ...largeFindings(row)];
    return {
      size: row.size,
      quantization: row.quantization,
      purchase: [...row.purchase],
      monthly: [...row.monthly],
      findings,
      holds: findings.every(({ holds }) => holds),
    };
  });
}

type Finding = ArticleCheck["findings"][number];

const serves = { fits: "article-serves", tight: "article-serves-tightly", no: "article-does-not-serve" } as const;

function servingFindings({ arch, quants, inference }: ArticleRow): Finding[] {
  const findings: Finding[] = [];
  for (const quant of quants) {
    for (const setup of inference) {
      const tries = CONTEXTS.map((context) =>
        fitOf({ arch, quant, users: articleUsers, context, gpus: setup.count }, setup),
      );
      const [least] = tries;
      if (!least) continue;
      findings.push({
        code: serves[least.verdict],
        holds: least.verdict !== "no",
        params: {
          quant,
          device: nameOf(setup),
          needed: least.needed_bytes,
          usable: least.usable_bytes,
          users: articleUsers,
          context: CONTEXTS[0],
          max_context: least.max_context,
          max_users: least.max_users,
        },
      });
    }
  }
  return findings;
}

const trains = { fits: "article-trains", tight: "article-trains-tightly", no: "article-does-not-train" } as const;

/** The lightest way that trains on it: all 16-bit weights with an adapter, else QLoRA, else nothing. */
function trainingFindings({ arch, training }: ArticleRow): Finding[] {
  return training.map((setup) => {
    const tries = (["lora", "qlora"] as const).map((method) => {
      const asked = {
        arch,
        method,
        maxLength: TRAINING_LENGTH,
        gpus: setup.count,
        sharding: setup.count > 1 ? "layers" : "none",
      } as const;
      return { method, fit: fitOf(asked, setup) };
    });
    const works = tries.find(({ fit }) => fit.verdict === "fits") ?? tries.find(({ fit }) => fit.verdict === "tight");
    const shown = works ?? tries[1]!;
    return {
      code: trains[shown.fit.verdict],
      holds: works !== undefined,
      params: {
        method: shown.method,
        device: nameOf(setup),
        needed: shown.fit.needed_bytes,
        usable: shown.fit.usable_bytes,
        max_length: shown.fit.max_context,
        length: TRAINING_LENGTH,
      },
    };
  });
}

/** The monthly figure against purchase and electricity: the months that it implies, and what the usual 36 would make of it. */
function moneyFindings({ purchase, monthly, watts, pue }: ArticleRow): Finding[] {
  return [0, 1].flatMap((side) => {
    const stated = monthly[side];
    if (stated == null) return [];
    const prices = { ...usualPrices, purchase: purchase[side]!, watts: watts[side]!, pue };
    const usual = costOf(prices);
    const article75 = costOf({ ...prices, months: ARTICLE_MONTHS });
    const deviation = (article75.owned_per_month ?? 0) / stated - 1;
    return [
      {
        code: "article-months",
        holds: Math.abs(deviation) <= TOLERANCE,
        params: {
          monthly: stated,
          purchase: prices.purchase,
          electricity: usual.electricity_per_month ?? 0,
          months: Math.round(impliedMonths(prices.purchase, stated, usual.electricity_per_month ?? 0) ?? 0),
          at_36: usual.owned_per_month ?? 0,
          at_75: article75.owned_per_month ?? 0,
        },
      },
    ];
  });
}

/** What only the largest row runs into. */
function largeFindings({ arch, inference }: ArticleRow): Finding[] {
  const shape = architectures.get(arch);
  if (!shape?.latent) return [];
  const count = inference[0]?.count ?? 1;
  const bytes = (name: string) => weightBytes(shape, precision(name)).total;
  const cards = (needed: number) => Math.ceil(needed / (80 * 2 ** 30 * 0.98));
  return [
    {
      code: "article-large",
      holds: shape.heads % count === 0,
      params: {
        int4: bytes("int4"),
        files: bytes("q4_k_m"),
        fp8: bytes("fp8"),
        bf16: bytes("bf16"),
        cards: cards(bytes("bf16")),
        heads: shape.heads,
        count,
      },
    },
  ];
}

function fitOf(options: Parameters<typeof readRequest>[0], { device }: Setup) {
  const found = findDevice(device);
  if (!found) throw new Error(`the article's ${device} is not in the table of devices`);
  return fitOn(readRequest(options).request, found);
}

function nameOf({ device, count }: Setup): string {
  return count > 1 ? `${count} × ${device}` : device;
}
