import { hostOf, isLoopback } from "../../protocol/host.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { RunDocument, SpecPath } from "../document.ts";
import type { RunSpec } from "../schema.ts";
import type { EndpointSpec } from "../schema-endpoint.ts";
import type { EvaluateSpec } from "../schema-evaluate.ts";
import { departures } from "../stays.ts";
import { problemAt } from "./at.ts";

/** What leaves this machine against the file's word, and endpoints that can't work as they are written. */
export function checkEndpoints(spec: RunSpec, document: RunDocument): Problem[] {
  const { evaluate } = spec;
  const problems = checkStays(spec, document);
  if (!evaluate) return problems;
  for (const [index, { model, endpoint, repeats, temperature }] of evaluate.rivals.entries()) {
    const path = ["evaluate", "rivals", index];
    if (model !== undefined && endpoint) {
      problems.push(problemAt(document, [...path, "model"], "model-and-endpoint", { place: "evaluate.rivals" }));
    }
    if (endpoint) problems.push(...checkEndpoint(endpoint, [...path, "endpoint"], spec, document));
    if (repeats !== undefined) {
      problems.push(...checkRepeats(repeats, temperature ?? hottest(spec, evaluate), [...path, "repeats"], document));
    }
  }
  const { decode, rivals } = evaluate;
  // A rival that has no repeats of its own is asked as often, at its own temperature.
  const others = rivals.flatMap(({ repeats, temperature }) => (repeats === undefined ? (temperature ?? []) : []));
  const used = Math.max(hottest(spec, evaluate), ...others);
  problems.push(...checkRepeats(decode.repeats, used, ["evaluate", "decode", "repeats"], document));
  return problems;
}

/** The one place where `data.stays` is held against all that would leave this machine. */
function checkStays(spec: RunSpec, document: RunDocument): Problem[] {
  if (!spec.data.stays) return [];
  return departures(spec).map(({ path, kind, destination }) =>
    kind === "target"
      ? problemAt(document, path, "data-stays", { target: destination })
      : problemAt(document, path, `data-stays-${kind}`, { host: destination }),
  );
}

/** The highest temperature at which `evaluate.decode` is used, a matrix's included. */
function hottest({ matrix }: RunSpec, { decode }: EvaluateSpec): number {
  const varied = (matrix["evaluate.decode.temperature"] ?? []).filter((value) => typeof value === "number");
  return Math.max(decode.temperature, ...varied);
}

function checkRepeats(repeats: number, temperature: number, path: SpecPath, document: RunDocument): Problem[] {
  if (repeats === 1 || temperature > 0) return [];
  return [problemAt(document, path, "repeats-without-temperature", { repeats }, { severity: "warning" })];
}

export function checkEndpoint(
  endpoint: EndpointSpec,
  path: SpecPath,
  { budget }: RunSpec,
  document: RunDocument,
): Problem[] {
  const { url, key_env, price } = endpoint;
  const at = [...path, "url"];
  if (hostOf(url) === null) return [problemAt(document, at, "endpoint-url", { url })];
  const parsed = new URL(url);
  const problems: Problem[] = [];
  if (parsed.username !== "" || parsed.password !== "") problems.push(problemAt(document, at, "endpoint-url-user"));
  else if (parsed.search !== "" || parsed.hash !== "" || /\/(chat\/)?completions\/?$/.test(parsed.pathname)) {
    problems.push(
      problemAt(document, at, "endpoint-url-tail", { url: `${parsed.origin}${versionOf(parsed.pathname)}` }),
    );
  }
  if (key_env !== undefined && parsed.protocol === "http:" && !isLoopback(url)) {
    problems.push(problemAt(document, at, "endpoint-key-in-clear", { host: parsed.host }, { severity: "warning" }));
  }
  if (budget?.cost && !price && !isLoopback(url)) {
    problems.push(problemAt(document, path, "endpoint-price-missing", { host: parsed.host }));
  }
  if (budget?.cost && price && price.currency !== budget.cost.currency) {
    const params = { own: price.currency, budget: budget.cost.currency };
    problems.push(problemAt(document, [...path, "price", "currency"], "endpoint-currency", params));
  }
  return problems;
}

function versionOf(pathname: string): string {
  return pathname.replace(/\/(chat\/)?completions\/?$/, "");
}
