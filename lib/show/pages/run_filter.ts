import type { PageRun, RunValue } from "./page_run.ts";

const comparisons: Record<string, (a: RunValue, b: string) => boolean> = {
  "=": (a, b) => typeof a === "number" && b !== "" && !isNaN(Number(b)) ? a === Number(b) : String(a) === b,
  "!=": (a, b) => !comparisons["="](a, b),
  "<": (a, b) => Number(a) < Number(b),
  "<=": (a, b) => Number(a) <= Number(b),
  ">": (a, b) => Number(a) > Number(b),
  ">=": (a, b) => Number(a) >= Number(b),
};

/**
 * Returns whether a run passes a filter: words with spaces between, all of which must hold. `split=subject`,
 * `accuracy>0.95`, `batch!=128` compare a value; another word is looked for in the run's name and texts.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const run = { id: "2026-1", values: { split: "subject", batch: 64 }, history: [], confusion: [], recalls: [] };
 * assertEquals(["split=subject batch<128", "batch>64", "sub"].map((text) => runFilter(text)(run)), [true, false, true]);
 * ```
 */
export function runFilter(text: string): (run: PageRun) => boolean {
  const conditions = text.trim().split(/\s+/).filter(Boolean).map((word) => {
    const [, name, comparison, value] = word.match(/^(\w+)(!=|<=|>=|=|<|>)(.*)$/) ?? [];
    if (name === undefined) {
      return ({ id, values }: PageRun) =>
        [id, ...Object.values(values)].some((part) => String(part).toLowerCase().includes(word.toLowerCase()));
    }
    return ({ values }: PageRun) => values[name] !== undefined && comparisons[comparison](values[name], value);
  });
  return (run) => conditions.every((holds) => holds(run));
}

/** Orders runs by a value, the least first; those without it come last either way. */
export function sortRuns(runs: PageRun[], name: string, descending: boolean): PageRun[] {
  const sign = descending ? -1 : 1;
  return runs.toSorted((a, b) => {
    const [first, second] = [a, b].map((run) => name === "id" ? run.id : run.values[name]);
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    const order = typeof first === "number" && typeof second === "number"
      ? first - second
      : String(first).localeCompare(String(second));
    return sign * order;
  });
}
