/** Something that models run on. */
export interface Device {
  name: string;
  family: "cuda" | "apple" | "ascend" | "cpu";
  /** As printed on it; cards' gigabytes are GiB. */
  memory_gb: number;
  bandwidth_gb_s: number | null;
  tflops: number | null;
  bf16: boolean;
  /** Board power at most. */
  watts: number | null;
  source: string;
  note?: string;
}
