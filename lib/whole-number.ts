/** One line when the value is no whole number between the two, else none. */
export function wholeNumberProblems(
  name: string,
  value: number,
  least: number,
  most: number,
): readonly string[] {
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [`${name}: ${value} is refused: use a whole number from ${least} to ${most}`];
}
