import type { Device } from "./device-type.ts";

type Card = readonly [
  name: string,
  memory_gb: number,
  bandwidth_gb_s: number | null,
  tflops: number | null,
  bf16: boolean,
  watts: number | null,
  page: string,
];

/**
 * NVIDIA's cards: memory, bandwidth, dense TFLOPS with 16-bit inputs and 32-bit sums, bf16, board power, and the page of
 * techpowerup.com/gpu-specs (or another) that memory, bandwidth and power are from. Gathered on 2026-11-23. TFLOPS are datasheets' or
 * twice the shaders' 32-bit rate: many lists print twice or four times as much, with sparsity or 16-bit sums.
 */
const cards: readonly Card[] = [
  ["RTX 3060 12 GB", 12, 360, 25.5, true, 170, "geforce-rtx-3060-12-gb.c3682"],
  ["RTX 3080", 10, 760.3, 59.5, true, 320, "geforce-rtx-3080.c3621"],
  ["RTX 3080 12 GB", 12, 912.4, 61.3, true, 350, "geforce-rtx-3080-12-gb.c3834"],
  ["RTX 3090", 24, 936.2, 71, true, 350, "geforce-rtx-3090.c3622"],
  ["RTX 4060", 8, 272, 30.2, true, 115, "geforce-rtx-4060.c4107"],
  ["RTX 4060 Ti 16 GB", 16, 288, 44.1, true, 165, "geforce-rtx-4060-ti-16-gb.c4155"],
  ["RTX 4070", 12, 504.2, 58.3, true, 200, "geforce-rtx-4070.c3924"],
  ["RTX 4080", 16, 716.8, 97.5, true, 320, "geforce-rtx-4080.c3888"],
  ["RTX 4090", 24, 1010, 165.2, true, 450, "geforce-rtx-4090.c3889"],
  ["RTX 4090 D", 24, 1010, 147.1, true, 425, "geforce-rtx-4090-d.c4189"],
  ["RTX 5060 Ti 16 GB", 16, 448, 47.4, true, 180, "geforce-rtx-5060-ti-16-gb.c4292"],
  ["RTX 5070 Ti", 16, 896, 87.9, true, 300, "geforce-rtx-5070-ti.c4243"],
  ["RTX 5080", 16, 960, 112.6, true, 360, "geforce-rtx-5080.c4217"],
  ["RTX 5090", 32, 1790, 209.5, true, 575, "geforce-rtx-5090.c4216"],
  ["A100 PCIe 40 GB", 40, 1555, 312, true, 250, "a100-pcie-40-gb.c3623"],
  ["A100 SXM4 40 GB", 40, 1555, 312, true, 400, "a100-sxm4-40-gb.c3506"],
  ["A100 PCIe 80 GB", 80, 1935, 312, true, 300, "a100-pcie-80-gb.c3821"],
  ["A100 SXM4 80 GB", 80, 2039, 312, true, 400, "a100-sxm4-80-gb.c3746"],
  ["A800 SXM4 80 GB", 80, 2040, 312, true, 400, "a800-sxm4-80-gb.c3966"],
  ["H100 PCIe 80 GB", 80, 2040, 756, true, 350, "h100-pcie-80-gb.c3899"],
  ["H100 SXM5 80 GB", 80, 3350, 989, true, 700, "h100-sxm5-80-gb.c3900"],
  ["H800 SXM5", 80, 3360, 989, true, 700, "h800-sxm5.c3975"],
  ["H200 SXM 141 GB", 141, 4800, 989, true, 700, "h200-sxm-141-gb.c4255"],
  ["L40S", 48, 864, 362, true, 300, "l40s.c4173"],
  ["L20", 48, 864, 119.5, true, 275, "l20.c4206"],
  ["L4", 24, 300.1, 121, true, 72, "l4.c4091"],
  ["A10 PCIe", 24, 600.2, 125, true, 150, "a10-pcie.c3793"],
  ["RTX A6000", 48, 768, 154.8, true, 300, "rtx-a6000.c3686"],
  ["T4", 16, 320, 65, false, 70, "tesla-t4.c3316"],
  ["V100 SXM2 32 GB", 32, 898, 125, false, 250, "tesla-v100-sxm2-32-gb.c3185"],
  ["H20 96 GB", 96, 4000, 148, true, 400, "willitrunai.com/es/gpus/h20-96gb; zangshuxian.com/new/674733024499207168"],
];

/**
 * Apple's, each with the most memory that is sold with it. Arithmetic is the GPU's 32-bit rate, which 16 bits share. Sources: github
 * philipturner/applegpuinfo#1, #10, #12; Andyyyy64/whichllm#92; youssofal/MTPLX#64; huggingface.js hardware.ts.
 */
const apples: readonly (readonly [name: string, memory_gb: number, bandwidth_gb_s: number, tflops: number | null])[] = [
  ["Apple M1", 16, 68.3, 2.6],
  ["Apple M1 Pro", 32, 204.8, 5.2],
  ["Apple M1 Max", 64, 409.6, 10.4],
  ["Apple M1 Ultra", 128, 819.2, 21],
  ["Apple M2", 24, 102.4, 3.6],
  ["Apple M2 Pro", 32, 204.8, 6.8],
  ["Apple M2 Max", 96, 409.6, 13.6],
  ["Apple M2 Ultra", 192, 819.2, 27.2],
  ["Apple M3 Max (40c GPU)", 128, 409.6, 14.2],
  ["Apple M3 Ultra (80c GPU)", 512, 819.2, 28.4],
  ["Apple M4", 32, 120, 4.3],
  ["Apple M4 Pro (20c GPU)", 64, 273, 8.6],
  ["Apple M4 Max (32c GPU)", 36, 410, 14],
  ["Apple M4 Max (40c GPU)", 128, 546, 17.2],
  ["Apple M5", 32, 153, null],
  ["Apple M5 Max (40c GPU)", 128, 614, null],
];

export const devices: readonly Device[] = [
  ...cards.map(
    ([name, memory_gb, bandwidth_gb_s, tflops, bf16, watts, page]): Device => ({
      name,
      family: "cuda",
      memory_gb,
      bandwidth_gb_s,
      tflops,
      bf16,
      watts,
      source: /\.c\d+$/.test(page) ? `https://www.techpowerup.com/gpu-specs/${page}` : page,
    }),
  ),
  {
    name: "Ascend 910B (64 GB)",
    family: "ascend",
    memory_gb: 64,
    bandwidth_gb_s: null,
    tflops: 256,
    bf16: true,
    watts: 350,
    source: "no sheet of the maker's was found; the lowest public figure",
    note: "pages disagree on bandwidth (400, 768 and 1200 GB/s), memory (32 or 64 GB) and power (310 or 350 W)",
  },
  ...apples.map(
    ([name, memory_gb, bandwidth_gb_s, tflops]): Device => ({
      name,
      family: "apple",
      memory_gb,
      bandwidth_gb_s,
      tflops,
      bf16: !name.startsWith("Apple M1"),
      watts: null,
      source: "see src/sizing/device-table.ts",
    }),
  ),
];
