import { textTable } from "../system/text_table.ts";
import { unfinishedRuns } from "../runs/begin_run.ts";
import { runs, type RunsOptions } from "../runs/list_runs.ts";

/** Prints the runs, the oldest first. */
export async function runsCommand(options: RunsOptions = {}): Promise<void> {
  const frame = await runs(options);
  const unfinished = await unfinishedRuns(options);
  if (unfinished.length > 0) {
    console.error(`Not ended: ${unfinished.join(", ")}. To go on with one: deno task train --resume ID`);
  }
  if (frame.height === 0) {
    console.log("There are no runs yet: `deno task train` or notebook 04 makes them.");
    return;
  }
  const text = (value: unknown) =>
    value === null
      ? ""
      : typeof value === "number" && !Number.isInteger(value)
      ? String(Number(value.toPrecision(4)))
      : String(value);
  const rows = frame.toRecords().map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)]))
  );
  console.log(textTable(rows));
}
