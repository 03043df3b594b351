import assert from "node:assert/strict";
import { test } from "node:test";
import { detectDevices, readNvidiaSmi } from "../../../src/core/detect.ts";

test("nvidia-smi's list: equal cards counted, memory tells variants apart, unknown cards keep theirs", () => {
  const text =
    "NVIDIA A100-SXM4-80GB, 81920\nNVIDIA A100-SXM4-80GB, 81920\nNVIDIA GeForce RTX 4090, 24564\nNVIDIA Something 9000, 49140\n";
  const found = readNvidiaSmi(text).map(({ device, count }) => [device.name, count, Math.round(device.memory_gb)]);
  assert.deepEqual(found, [
    ["A100 SXM4 80 GB", 2, 80],
    ["RTX 4090", 1, 24],
    ["NVIDIA Something 9000", 1, 48],
  ]);
  assert.deepEqual(readNvidiaSmi("No devices were found\n"), []);
});

test("this machine has something that models run on", async () => {
  const [first] = await detectDevices();
  assert.ok(first && first.device.memory_gb > 0.5 && first.count >= 1);
});
