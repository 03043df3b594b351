/** A stream of random numbers that is the same on every machine for the same seed. Not for secrets. */
export interface Random {
  /** 0 … 2³² − 1. */
  uint32(): number;
  /** 0 ≤ x < 1, 32 bits. */
  uniform(): number;
  /** A whole number, 0 ≤ i < n, n ≤ 2³², by scaling: one number can be likelier than another by n / 2³² of its chance. */
  below(n: number): number;
}

/** xoshiro128** 1.1 (Blackman & Vigna 2018) from its four words of state, not all 0. */
export function xoshiro128(state: readonly [number, number, number, number]): Random {
  let [a, b, c, d] = state;
  const uint32 = () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return {
    uint32,
    uniform: () => uint32() / 2 ** 32,
    below: (n) => Math.floor((uint32() / 2 ** 32) * n),
  };
}

/** The stream of a seed: xoshiro128**, its state filled from the 53 bits of `seed` by splitmix32. Fractions are cut off. */
export function createRandom(seed: number): Random {
  const whole = Math.trunc(seed);
  let mixed = (whole ^ Math.imul(Math.floor(whole / 2 ** 32), 0x85ebca6b)) >>> 0;
  const splitmix = () => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
  return xoshiro128([splitmix(), splitmix(), splitmix(), splitmix()]);
}
