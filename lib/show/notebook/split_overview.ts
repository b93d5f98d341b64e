import type { DataFrame } from "../../data/signals/window_frame.ts";
import { leakage } from "../../data/windows/leakage.ts";
import { possibleSplits, splitWindows } from "../../data/windows/split_windows.ts";
import type { Figure } from "../plots/figure.ts";
import { table } from "../plots/html_table.ts";

const names = { random: "at random", subject: "by person", development: "by person, without the test people" };

/**
 * Shows the splits that the windows allow: the windows of their parts, and how many test windows share samples with a
 * training window.
 */
export function splitOverview(frame: DataFrame, { seed = 1 }: { seed?: number } = {}): Figure {
  const splits = Object.fromEntries(
    possibleSplits(frame).map((name) => [names[name], splitWindows(frame, name, { seed })]),
  );
  const rows = Object.entries(splits).map(([split, { train, validation, test }]) => {
    const leaked = leakage(frame, splits[split]);
    return {
      split,
      "train windows": train.length.toLocaleString("en"),
      validation: validation.length.toLocaleString("en"),
      test: test.length.toLocaleString("en"),
      "of the test share samples with training": leaked.toLocaleString("en"),
      "that is": `${(100 * leaked / test.length).toFixed(1)}%`,
    };
  });
  return table(rows, { caption: "Windows of each part, and how many of the test share samples with training" });
}
