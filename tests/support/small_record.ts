import { confusionMatrix, scores } from "../../lib/results/metrics/scores.ts";
import type { RunRecord } from "../../lib/results/runs/run_record.ts";
import { checkSettings, type ExperimentSettings } from "../../lib/settings/experiment_settings.ts";

/** The true activities of sixty test windows, counted from 0. */
export const truth = Int32Array.from({ length: 60 }, (_, i) => i % 6);

/** Returns the record of a made-up run that got some of the sixty windows wrong, as if the first ones were. */
export function smallRecord(
  id: string,
  { wrong = 6, settings = {}, ...others }:
    & { wrong?: number; settings?: Partial<ExperimentSettings> }
    & Omit<Partial<RunRecord>, "settings"> = {},
): RunRecord {
  const confusion = confusionMatrix(truth, wrongLabels(wrong), 6);
  const history = [1, 2].map((epoch) => ({
    epoch,
    loss: 1 / epoch,
    accuracy: 0.5,
    validationLoss: 1 / epoch,
    validationAccuracy: 0.4 + epoch / 10,
    seconds: 3,
  }));
  return {
    id,
    settings: checkSettings(settings),
    data: { kind: "hapt", title: "HAPT", notes: [], sha256: "0".repeat(64) },
    windows: { train: 1, validation: 1, test: 60 },
    standardization: { mean: [0], deviation: [1] },
    device: { kind: "cpu", name: "CPU" },
    versions: {},
    gitCommit: null,
    startedAt: `2026-11-25T00:00:0${id.at(-1)}.000Z`,
    trainingSeconds: 6,
    stopped: false,
    earlyStopped: false,
    bestEpoch: 2,
    execution: { kind: "graph" },
    parameters: 100,
    flops: 100,
    multiplyAdds: 50,
    inferenceMilliseconds: 1,
    validationAccuracy: 0.6,
    test: { ...scores(confusion), loss: wrong / 60, confusion },
    history,
    ...others,
  };
}

/** Returns the sixty predicted activities of which the first ones are wrong. */
export function wrongLabels(wrong: number): Int32Array {
  return truth.map((label, i) => i < wrong ? (label + 1) % 6 : label);
}

/** Writes a record into a run's folder of its own. */
export async function writeRecord(folder: string, record: RunRecord): Promise<void> {
  await Deno.mkdir(`${folder}/${record.id}`, { recursive: true });
  await Deno.writeTextFile(`${folder}/${record.id}/run.json`, JSON.stringify(record));
}
