/**
 * Degrees of freedom of the CR2 variance of a mean over clusters of these sizes (at least two), by Satterthwaite's
 * match of its first two moments under a given intraclass correlation (Bell & McCaffrey 2002; Imbens & Kolesár 2016,
 * Rev. Econ. Stat. 98:701, § 3). G − 1 where all have one size, far fewer where some dominate.
 *
 * The variance is Σ Z_c², Z_c = a_c (T_c − n_c/n · ΣT) with T_c the cluster's sum, Var T_c = τ_c and a_c² = 1 / (1 − n_c/n).
 * So Cov Z = D − uvᵀ − vuᵀ + (Στ) uuᵀ with D = diag(a²τ), u = a·n_c/n, v = a·τ, and df = (tr Cov)² / tr(Cov²);
 * traces of such a matrix are sums over clusters, so that a hundred thousand clusters need no matrix.
 */
export function satterthwaiteDf(sizes: readonly number[], correlation: number): number {
  const n = sizes.reduce((total, size) => total + size, 0);
  const variances = sizes.map((size) => size * (1 + (size - 1) * correlation));
  const all = variances.reduce((total, variance) => total + variance, 0);
  let [trace, dd, duv, duu, uu, vv, uv] = [0, 0, 0, 0, 0, 0, 0];
  for (const [index, size] of sizes.entries()) {
    const a = 1 / Math.sqrt(1 - size / n);
    const [u, v, d] = [(a * size) / n, a * variances[index]!, a * a * variances[index]!];
    trace += d - 2 * u * v + all * u * u;
    dd += d * d;
    duv += d * u * v;
    duu += d * u * u;
    uu += u * u;
    vv += v * v;
    uv += u * v;
  }
  const square = dd - 4 * duv + 2 * all * duu + 2 * uv * uv + 2 * uu * vv - 4 * all * uv * uu + all * all * uu * uu;
  return (trace * trace) / square;
}
