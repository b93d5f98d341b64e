/** Returns the rows of logits, whose rows have so many classes. */
export function rowsOf(logits: Float32Array, classes: number): number[][] {
  return Array.from(
    { length: logits.length / classes },
    (_, row) => [...logits.subarray(row * classes, (row + 1) * classes)],
  );
}

/** Returns the probabilities of a row of logits, at a temperature by which they are divided. Default: 1. */
export function softmax(logits: number[], temperature = 1): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((value) => Math.exp((value - largest) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Returns the cross-entropy of a row of logits and a true class, nats; finite also where a probability rounds to 0. */
export function crossEntropyOf(logits: number[], truth: number): number {
  const largest = Math.max(...logits);
  return largest - logits[truth] + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
