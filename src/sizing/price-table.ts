import { z } from "zod";

/** Prices of devices, as a person edits them (`estimate --prices FILE`). Amounts are in the entry's currency. */
export const priceTableSchema = z.strictObject({
  devices: z.array(
    z.strictObject({
      device: z.string().describe("A name of the table of devices, such as `RTX 4090`."),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .describe("ISO 4217."),
      purchase: z.number().positive().optional().describe("Of one device."),
      rent_per_hour: z.number().positive().optional().describe("Of one device."),
      source: z.string().describe("Where the price is from."),
      date: z.string().nullable().describe("When it was read there; null if the source has no date."),
    }),
  ),
});
export type PriceTable = z.infer<typeof priceTableSchema>;

const page = "nshx.cn/news/5130";

/** The few card prices for which a source was found. Undated: take them for an order of magnitude, and edit them. */
export const publishedPrices: PriceTable = {
  devices: [
    { device: "RTX 4090", currency: "CNY", purchase: 14_599, source: page, date: null },
    { device: "A100 PCIe 40 GB", currency: "CNY", purchase: 70_000, source: page, date: null },
    { device: "A800 SXM4 80 GB", currency: "CNY", purchase: 110_000, source: page, date: null },
    { device: "H100 PCIe 80 GB", currency: "CNY", purchase: 242_000, source: page, date: null },
  ],
};

/** The entry of a device in a currency: nothing is converted. */
export function priceOf(table: PriceTable, device: string, currency: string): PriceTable["devices"][number] | null {
  return table.devices.find((entry) => entry.device === device && entry.currency === currency) ?? null;
}
