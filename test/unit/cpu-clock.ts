/**
 * Milliseconds of CPU that this process has used since, all its threads together. For limits in tests: what a clock on the
 * wall says depends on whatever else the machine is doing.
 */
export function cpuClock(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
