/** In what convolutions and matrix products compute. */
export type Precision = "float32" | "bfloat16";

let current: Precision = "float32";

/** Runs a function whose operations are recorded for a graph of a precision. */
export function withPrecision<T>(precision: Precision, run: () => T): T {
  const before = current;
  current = precision;
  try {
    return run();
  } finally {
    current = before;
  }
}

/**
 * Tells whether operations are recorded for a graph in bfloat16. Its numbers are rounded to 8 bits of mantissa, so sums
 * need no more digits than plain float32 gives them.
 */
export function inBfloat16(): boolean {
  return current === "bfloat16";
}
