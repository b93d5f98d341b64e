/** What a measurement says of a claim. */
export type Verdict = "holds" | "does not hold" | "depends";

/** A claim of the article, measured. */
export interface Claim {
  /** Its number in the article's order. */
  number: number;
  /** Section of the article. */
  section: string;
  /** What the article says, in our words. */
  says: string;
  /** What the measurement says of it. */
  verdict: Verdict;
  /** The numbers behind the verdict, a sentence. */
  because: string;
}

/** Returns a verdict from parts of a claim that hold or do not: all, none, or some of them. */
export function verdictOf(parts: boolean[]): Verdict {
  if (parts.every(Boolean)) return "holds";
  return parts.some(Boolean) ? "depends" : "does not hold";
}
