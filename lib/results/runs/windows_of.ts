import pl from "nodejs-polars";
import { answerCount } from "../../data/signals/activities.ts";
import { type LoadOptions, loadWindows, type Windows } from "../../data/windows/load_windows.ts";
import type { CheckedSettings } from "../../settings/experiment_settings.ts";

/**
 * Loads the windows of an experiment: of its data, length, step and filters, with the transitions as it wants them.
 * `activity` counts its answers from 1. With an `offset` they begin so many samples later. Default: 0.
 *
 * @param settings Checked settings, see `checkSettings`.
 */
export async function windowsOf(
  settings: CheckedSettings,
  { offset }: Pick<LoadOptions, "offset"> = {},
): Promise<Windows> {
  const windows = await loadWindows({ ...loadOptions(settings), offset });
  if (settings.transitions !== "one") return windows;
  const activity = pl.col("activity");
  const last = answerCount("one");
  return {
    ...windows,
    frame: windows.frame.withColumn(
      pl.when(activity.gt(last)).then(pl.lit(last)).otherwise(activity).cast(pl.Int32).alias("activity"),
    ),
  };
}

/** Returns a text that is the same for two experiments whose windows are the same. */
export function windowsKey(settings: CheckedSettings): string {
  return JSON.stringify([loadOptions(settings), settings.transitions]);
}

function loadOptions({ data, windowLength, windowStep, filters, transitions }: CheckedSettings): LoadOptions {
  return {
    data: data ?? undefined,
    windowLength,
    step: windowStep ?? windowLength / 2,
    filters,
    transitions: transitions !== "none",
  };
}
