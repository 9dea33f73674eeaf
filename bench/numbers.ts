/** Returns the `q` quantile of the numbers. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number
}

export const median = (numbers: readonly number[]) => quantile(numbers, 0.5)

export const round = (value: number, digits: number) => Number(value.toFixed(digits))
