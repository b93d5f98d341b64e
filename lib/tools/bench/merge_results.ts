import { notFound } from "../../system/build_beside.ts";
import type { BenchResult, RaceResult } from "./bench_result.ts";
import type { TrainingMemory } from "./training_memory.ts";

/**
 * Returns what was measured now together with what an earlier bench of the same machine and device found of other races:
 * each race keeps its date and commit. Ratios are taken anew.
 */
export function mergeResults(now: BenchResult, earlier?: BenchResult): BenchResult {
  const same = earlier !== undefined && earlier.device === now.device &&
    JSON.stringify(earlier.machine) === JSON.stringify(now.machine);
  if (!same) return { ...now, ratios: ratiosOf(now.races, now.trainingMemory) };
  const keys = new Set(now.races.map(({ key }) => key));
  const races = [...now.races, ...earlier.races.filter(({ key }) => !keys.has(key))];
  const trainingMemory = now.trainingMemory.length > 0 ? now.trainingMemory : earlier.trainingMemory;
  return {
    ...now,
    races,
    trainingMemory,
    ratios: ratiosOf(races, trainingMemory),
    versions: { ...earlier.versions, ...now.versions },
    growth: now.growth.length > 0 ? now.growth : earlier.growth,
    memory: now.memory.length > 0 ? now.memory : earlier.memory,
    loading: { ...earlier.loading, ...now.loading },
    officialWindows: now.officialWindows ?? earlier.officialWindows,
  };
}

/** Reads an earlier result; undefined if there is none, or if it is of an older form of the project. */
export async function readResult(path: string): Promise<BenchResult | undefined> {
  const text = await Deno.readTextFile(path).catch(notFound(undefined));
  const result: BenchResult | undefined = text === undefined ? undefined : JSON.parse(text);
  return result?.trainingMemory === undefined ? undefined : result;
}

/**
 * Returns our median over that of each peer, `KEY/PEER`, and over that of the fastest framework,
 * `KEY/best_float32`, `KEY/best_tf32` or `KEY/best_bfloat16`.
 */
function ratiosOf(races: RaceResult[], memory: TrainingMemory[]): Record<string, number> {
  const ratios: Record<string, number> = {};
  for (const { key, ours, peers, measured } of races) {
    const median = (name: string) => measured.find((one) => one.name === name)!.median;
    for (const peer of peers) ratios[`${key}/${peer}`] = median(ours) / median(peer);
    const frameworks = peers.filter((peer) => peer !== "webgpu" && peer !== "pandas");
    const best = `${key}/best_${key.match(/_(bfloat16|tf32)$/)?.[1] ?? "float32"}`;
    if (frameworks.length > 0) ratios[best] = median(ours) / Math.min(...frameworks.map(median));
  }
  const [ours, ...others] = memory;
  for (const { name, bytes } of others) ratios[`train_memory/${name}`] = ours.bytes / bytes;
  return ratios;
}
