// A reporter for node's test runner that counts tests, suites not included.
export default async function* counts(source) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    if (data.skip !== undefined) total.skipped += 1;
    else if (type === "test:fail") total.failed += 1;
    else total.passed += 1;
  }
  yield JSON.stringify(total);
}
