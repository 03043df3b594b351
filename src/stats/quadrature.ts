/** Nodes and weights of a rule of integration. */
export interface Rule {
  nodes: Float64Array;
  weights: Float64Array;
}

/** Gauss-Legendre rule of `order` points on low … high: roots of the Legendre polynomial by Newton's method. */
export function gaussLegendre(order: number, low: number, high: number): Rule {
  const nodes = new Float64Array(order);
  const weights = new Float64Array(order);
  const [middle, half] = [(high + low) / 2, (high - low) / 2];
  for (let index = 0; index < order; index++) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (order + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [previous, value] = [0, 1];
      for (let degree = 0; degree < order; degree++) {
        [previous, value] = [value, ((2 * degree + 1) * x * value - degree * previous) / (degree + 1)];
      }
      slope = (order * (x * value - previous)) / (x * x - 1);
      x -= value / slope;
    }
    nodes[index] = middle - half * x;
    weights[index] = (2 * half) / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}
