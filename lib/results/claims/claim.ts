import type { RunsOptions } from "../runs/list_runs.ts";

/** What a measurement says of a claim. */
export type Verdict = "holds" | "does not hold" | "depends";

/** A verdict and the numbers behind it. */
export interface Judgement {
  /** What the measurement says. */
  verdict: Verdict;
  /** The numbers, a sentence. */
  because: string;
}

/** A claim of the article, and how it is measured. */
export interface Claim {
  /** Its number in the article's order. */
  number: number;
  /** Section of the article. */
  section: string;
  /** What the article says, in our words. */
  says: string;
  /**
   * Judges it by the runs and measurements that are kept. Throws `NotMeasured`, which names the command, if some
   * are not here.
   */
  measure: (options?: RunsOptions) => Promise<Judgement>;
}

/** Returns a verdict from parts of a claim that hold or do not: all, none, or some of them. */
export function verdictOf(parts: boolean[]): Verdict {
  if (parts.every(Boolean)) return "holds";
  return parts.some(Boolean) ? "depends" : "does not hold";
}
