import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import {
  allowedCpus,
  cgroupQuota,
  coresOfCpuinfo,
  countCores,
  linuxCores,
  parseCpuList,
  physicalCores,
} from "../../../src/engines/embedded/cores.ts";

test("CPU lists", () => {
  assert.deepEqual([...parseCpuList("0-2,5")], [0, 1, 2, 5]);
  assert.deepEqual([...parseCpuList("7\n")], [7]);
  assert.deepEqual([...parseCpuList("")], []);
  assert.deepEqual([...(allowedCpus("Name:\tnode\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n") ?? [])], [0, 1]);
  assert.equal(allowedCpus("Name:\tnode\n"), null);
});

test("two threads of one core count once, and only where both are allowed to be seen", () => {
  const cpus = [
    { cpu: 0, core: "0,4\n" },
    { cpu: 1, core: "1,5\n" },
    { cpu: 4, core: "0,4\n" },
    { cpu: 5, core: "1,5\n" },
  ];
  assert.equal(countCores(cpus, null), 2);
  assert.equal(countCores(cpus, new Set([0, 4])), 1);
  assert.equal(countCores(cpus, new Set([4, 5])), 2);
  assert.equal(countCores([{ cpu: 0, core: null }], null), null);
});

test("cpuinfo, where there is no /sys", () => {
  const block = (processor: number, physical: number, core: number) =>
    `processor\t: ${processor}\nmodel name\t: X\nphysical id\t: ${physical}\ncore id\t\t: ${core}\n`;
  const text = [block(0, 0, 0), block(1, 0, 0), block(2, 0, 1), block(3, 1, 0)].join("\n");
  assert.equal(coresOfCpuinfo(text, null), 3);
  assert.equal(coresOfCpuinfo(text, new Set([0, 1])), 1);
  assert.equal(coresOfCpuinfo("processor\t: 0\nBogoMIPS\t: 50\n", null), null, "ARM names no cores");
});

const quotas: [name: string, membership: string, files: Record<string, string>, expected: number][] = [
  ["none", "0::/\n", {}, Number.POSITIVE_INFINITY],
  ["v2", "0::/user.slice/job\n", { "/user.slice/job/cpu.max": "150000 100000\n" }, 1.5],
  ["v2, unlimited", "0::/a\n", { "/a/cpu.max": "max 100000\n" }, Number.POSITIVE_INFINITY],
  ["v2, an ancestor", "0::/a/b\n", { "/a/b/cpu.max": "max 100000\n", "/a/cpu.max": "200000 100000\n" }, 2],
  ["v2, in a container", "0::/docker/abc\n", { "/cpu.max": "400000 100000\n" }, 4],
  [
    "v1",
    "4:memory:/x\n3:cpu,cpuacct:/docker/abc\n",
    { "cpu/docker/abc/cpu.cfs_quota_us": "300000\n", "cpu/docker/abc/cpu.cfs_period_us": "100000\n" },
    3,
  ],
  [
    "v1, unlimited",
    "1:cpu:/\n",
    { "cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n" },
    Number.POSITIVE_INFINITY,
  ],
];
for (const [name, membership, files, expected] of quotas) {
  test(`cgroup quota: ${name}`, () => {
    assert.equal(
      cgroupQuota(membership, (file) => files[file] ?? null),
      expected,
    );
  });
}

test("a machine of four cores with two threads each, of which a quota pays two and a half", (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), "cores-"));
  t.after(() => rmSync(root, { recursive: true }));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  for (let cpu = 0; cpu < 8; cpu += 1) {
    write(`sys/devices/system/cpu/cpu${cpu}/topology/core_cpus_list`, `${cpu % 4},${(cpu % 4) + 4}\n`);
  }
  write("proc/self/status", "Cpus_allowed_list:\t0-7\n");
  assert.equal(linuxCores(root), 4);
  write("proc/self/status", "Cpus_allowed_list:\t0,4,1\n");
  assert.equal(linuxCores(root), 2, "affinity");
  write("proc/self/status", "Cpus_allowed_list:\t0-7\n");
  write("proc/self/cgroup", "0::/job\n");
  write("sys/fs/cgroup/job/cpu.max", "250000 100000\n");
  assert.equal(linuxCores(root), 2, "quota");
  write("sys/fs/cgroup/job/cpu.max", "30000 100000\n");
  assert.equal(linuxCores(root), 1, "never less than one");
});

test("this machine", () => {
  const cores = physicalCores();
  assert.ok(Number.isInteger(cores) && cores >= 1 && cores <= os.cpus().length);
});
