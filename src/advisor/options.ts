import type { DirectoryModel } from "../models/directory/entry.ts";
import type { AdviceOption } from "../protocol/advice.ts";
import type { DeviceFit } from "../protocol/estimate.ts";
import { architectures, countParameters } from "../sizing/architecture.ts";
import { devices } from "../sizing/device-table.ts";
import type { Device } from "../sizing/device-type.ts";
import { estimate } from "../sizing/estimate.ts";
import { fitOn } from "../sizing/fit.ts";
import { hostedPerThousandAnswers, type PriceAssumptions, usualPrices } from "../sizing/price.ts";
import { priceOf } from "../sizing/price-table.ts";
import { readRequest } from "../sizing/read-request.ts";
import type { Wish } from "./wish.ts";

/** From what loses least to what is smallest; the first that fits is proposed. */
const quantizations = ["q8_0", "q4_k_m"] as const;

/** A model that runs on one's own devices: in the best precision that fits them, or in the smallest and why it does not do. */
export function localOptions(model: DirectoryModel, wish: Wish): AdviceOption[] {
  const shape = model.arch === null ? undefined : architectures.get(model.arch);
  if (!shape) return [];
  const parameters = Math.round(countParameters(shape).total);
  const places = wish.owned.length > 0 ? wish.owned : pricedDevices(wish);
  const tried = places.flatMap((place) => quantizations.map((quant) => optionAt(model, quant, place, wish)));
  const ranked = tried.sort((a, b) => rank(a.fit) - rank(b.fit) || (a.perMonth ?? 0) - (b.perMonth ?? 0));
  const [best] = ranked;
  if (!best) return [];
  const against = [
    ...(best.fit.verdict === "no" ? ["against-no-fit"] : best.fit.verdict === "tight" ? ["against-tight"] : []),
    ...(wish.latency !== null && (best.seconds ?? 0) > wish.latency ? ["against-slow"] : []),
    ...(model.context < wish.context ? ["against-context"] : []),
    ...(overBudget(best, wish) ? ["against-budget"] : []),
  ];
  return [
    {
      model: model.id,
      provider: model.provider,
      license: model.license,
      parameters,
      quant: best.quant,
      device: best.device.name,
      count: best.count,
      fit: { ...best.fit, max_context: Math.min(best.fit.max_context, model.context) },
      seconds_per_answer: best.seconds,
      per_month: best.perMonth,
      per_thousand_answers: best.perThousand,
      currency: wish.currency,
      quality: null,
      against,
    },
  ];
}

interface Place {
  device: Device;
  count: number;
}

function optionAt(model: DirectoryModel, quant: string, { device, count }: Place, wish: Wish) {
  const asked = {
    arch: model.arch ?? undefined,
    quant,
    users: wish.users,
    context: wish.context,
    answer: wish.answer,
    gpus: count,
  };
  const { request } = readRequest(asked);
  const { seconds, cost } = estimate({ ...request, device, prices: pricesOf(device, count, wish) });
  return {
    quant,
    device,
    count,
    fit: fitOn(request, device),
    seconds: seconds?.likely ?? null,
    perMonth: cost.owned_per_month,
    perThousand: cost.owned_per_thousand_answers,
    purchase: cost.purchase,
  };
}

function pricesOf(device: Device, count: number, wish: Wish): PriceAssumptions {
  const listed = priceOf(wish.prices, device.name, wish.currency);
  return {
    ...usualPrices,
    currency: wish.currency,
    months: wish.months,
    price_per_kwh: wish.electricity,
    purchase: listed?.purchase === undefined ? null : listed.purchase * count,
    watts: device.watts === null ? null : device.watts * count + 150,
    rent_per_hour: listed?.rent_per_hour === undefined ? null : listed.rent_per_hour * count,
  };
}

/** Without devices of one's own, those whose price is known are tried: what costs nobody knows what can't be advised. */
function pricedDevices(wish: Wish): Place[] {
  return devices
    .filter((device) => priceOf(wish.prices, device.name, wish.currency)?.purchase !== undefined)
    .map((device) => ({ device, count: 1 }));
}

function rank({ verdict }: DeviceFit): number {
  return { fits: 0, tight: 1, no: 2 }[verdict];
}

function overBudget(found: { perMonth: number | null; purchase: number | null }, wish: Wish): boolean {
  const overPurchase = wish.owned.length === 0 && wish.purchase !== null && (found.purchase ?? 0) > wish.purchase;
  return overPurchase || (wish.monthly !== null && (found.perMonth ?? 0) > wish.monthly);
}

/** A hosted model: paid by the token, in its host's currency, and the questions leave. */
export function hostedOption(model: DirectoryModel, wish: Wish): AdviceOption[] {
  const price = model.endpoint?.price ?? null;
  const tokens = { prompt: Math.max(0, wish.context - wish.answer), answer: wish.answer };
  const perThousand = price
    ? hostedPerThousandAnswers({ input_per_million: price.input, output_per_million: price.output }, tokens)
    : null;
  const perMonth =
    perThousand === null || wish.answers_per_month === null ? null : (perThousand * wish.answers_per_month) / 1000;
  const sameMoney = price?.currency === wish.currency;
  const against = [
    ...(wish.stays ? ["against-leaves"] : []),
    ...(model.context < wish.context ? ["against-context"] : []),
    ...(sameMoney && wish.monthly !== null && (perMonth ?? 0) > wish.monthly ? ["against-budget"] : []),
  ];
  return [
    {
      model: model.id,
      provider: model.provider,
      license: model.license,
      parameters: null,
      quant: null,
      device: null,
      count: 0,
      fit: null,
      seconds_per_answer: null,
      per_month: perMonth,
      per_thousand_answers: perThousand,
      currency: price?.currency ?? wish.currency,
      quality: null,
      against,
    },
  ];
}
