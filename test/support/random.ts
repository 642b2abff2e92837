/**
 * Numbers in [0, 1) that a seed determines: xorshift of 32 bits.
 * Marsaglia, Xorshift RNGs, https://www.jstatsoft.org/article/view/v008i14 (2003)
 */
export function randomFrom(seed: number): () => number {
  // Neighbouring seeds must not begin alike, and zero would stay zero.
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bf03635) | 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let at = 0; at < 8; at++) next();
  return next;
}
