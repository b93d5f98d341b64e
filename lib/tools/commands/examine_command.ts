import { device } from "../../tensorflow/backend/backend.ts";
import { deviceLine } from "../../tensorflow/backend/device.ts";
import { type Examination, examinations, examineRun } from "../../results/runs/examine_run.ts";
import { progress } from "../../system/progress.ts";
import { textTable } from "../../system/text_table.ts";

/** Examines the networks of runs, prints what was found and keeps it beside each run's record. */
export async function examineCommand(ids: string[]): Promise<void> {
  console.error(deviceLine(await device()));
  for (const id of ids) {
    const bar = progress(`examining ${id}`, "parts");
    const found = await examineRun(id, { onProgress: bar.update }).finally(() => bar.stop());
    await examinations.write(found);
    console.log(`${id}\n${textTable(blockRows(found))}`);
    const accuracies = (name: string, rows: { accuracy: number }[] = [], labelOf: (row: never) => string | number) =>
      rows.length > 0 &&
      console.log(`${name}: ${rows.map((row) => `${labelOf(row as never)} ${row.accuracy.toFixed(4)}`).join(", ")}`);
    accuracies("Accuracy by window length, samples", found.lengths, ({ windowLength }) => windowLength);
    accuracies("Accuracy by shift, samples", found.shifts, ({ samples }) => samples);
    accuracies("Accuracy by stored weights", found.stored, ({ weights }) => weights);
    console.log(`Written: ${examinations.file(id)}`);
  }
}

function blockRows({ similarity, gradientNorms }: Examination): Record<string, string>[] {
  return similarity.trained.map((trained, block) => ({
    "block": String(block + 1),
    "alignment of parts": trained.alignment.toFixed(4),
    "untrained": similarity.untrained[block].alignment.toFixed(4),
    "correlation": trained.correlation.toFixed(4),
    "correlation untrained": similarity.untrained[block].correlation.toFixed(4),
    "gradient norm": gradientNorms.trained[block].toPrecision(3),
    "gradient norm untrained": gradientNorms.untrained[block].toPrecision(3),
  }));
}
