/** What money depends on, every figure of it visible. Amounts are in one currency; nothing here converts one to another. */
export interface PriceAssumptions {
  /** ISO 4217. */
  currency: string;
  /** Of the whole machine; null: not bought, or not known. */
  purchase: number | null;
  /** Months over which the purchase is written off, in equal parts. */
  months: number;
  /** At the wall, while it works. */
  watts: number | null;
  /** Power of the building over power of the machine: 1 at a desk, 1.2 to 1.5 in a machine room. */
  pue: number;
  price_per_kwh: number;
  /** Share of the month in which the machine is on. */
  on: number;
  /** Of the machine, by the hour; null: not rented. */
  rent_per_hour: number | null;
}

export const HOURS_A_MONTH = 720;

/** The usual ones, for what a person does not say. Electricity: an office in China, 2025; say your own. */
export const usualPrices: PriceAssumptions = {
  currency: "CNY",
  purchase: null,
  months: 36,
  watts: null,
  pue: 1,
  price_per_kwh: 0.8,
  on: 1,
  rent_per_hour: null,
};

export interface Cost {
  currency: string;
  purchase: number | null;
  depreciation_per_month: number | null;
  electricity_per_month: number | null;
  /** Depreciation and electricity, what is known of them; null: neither. */
  owned_per_month: number | null;
  rented_per_month: number | null;
  /** Of a piece of work of known length: its share of the month if owned, its hours if rented. */
  owned_per_run: number | null;
  rented_per_run: number | null;
  /** Of answers made one after another for all users without a pause: the least that they cost. */
  owned_per_thousand_answers: number | null;
  rented_per_thousand_answers: number | null;
}

/**
 * Monthly cost = purchase / months + kW · hours · price · PUE. A run costs its share of the hours that the machine is on.
 * `seconds`: of the run; `answers_per_second`: of all users together.
 */
export function costOf(
  prices: PriceAssumptions,
  work: { seconds?: number | null; answers_per_second?: number | null } = {},
): Cost {
  const hours = HOURS_A_MONTH * prices.on;
  const depreciation = prices.purchase === null ? null : prices.purchase / prices.months;
  const electricity = prices.watts === null ? null : (prices.watts / 1000) * hours * prices.price_per_kwh * prices.pue;
  const owned = depreciation === null && electricity === null ? null : (depreciation ?? 0) + (electricity ?? 0);
  const ownedHour = owned === null ? null : owned / hours;
  const runHours = work.seconds == null ? null : work.seconds / 3600;
  const thousandHours = work.answers_per_second ? 1000 / work.answers_per_second / 3600 : null;
  return {
    currency: prices.currency,
    purchase: prices.purchase,
    depreciation_per_month: depreciation,
    electricity_per_month: electricity,
    owned_per_month: owned,
    rented_per_month: product(prices.rent_per_hour, hours),
    owned_per_run: product(ownedHour, runHours),
    rented_per_run: product(prices.rent_per_hour, runHours),
    owned_per_thousand_answers: product(ownedHour, thousandHours),
    rented_per_thousand_answers: product(prices.rent_per_hour, thousandHours),
  };
}

/** What hosted models ask: amounts for a million tokens read and written. */
export function hostedPerThousandAnswers(
  price: { input_per_million: number; output_per_million: number },
  tokens: { prompt: number; answer: number },
): number {
  return (price.input_per_million * tokens.prompt + price.output_per_million * tokens.answer) / 1000;
}

/** Months of straight-line depreciation that a monthly figure means, given what electricity takes of it; null: none does. */
export function impliedMonths(purchase: number, monthly: number, electricity: number): number | null {
  return monthly > electricity ? purchase / (monthly - electricity) : null;
}

function product(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a * b;
}
