import * as Plot from "@observablehq/plot";
import type { DataFrame } from "../../data/signals/window_frame.ts";
import { activities, activityCounts } from "../../data/signals/activities.ts";
import type { Split } from "../../data/windows/split_windows.ts";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

const parts = ["train", "validation", "test"] as const;

/** Draws how many windows of each activity the parts of a split hold. */
export function classCounts(frame: DataFrame, split: Split, plot: PlotOptions = {}): Figure {
  const labels = frame.getColumn("activity").toArray() as number[];
  const counts = parts.flatMap((part) =>
    activityCounts(Array.from(split[part], (row) => labels[row]))
      .map((windows, index) => ({ activity: activities[index], part, windows }))
  );
  return figure({
    title: "Windows of each activity",
    width: 760,
    height: 240,
    marginLeft: 130,
    marginBottom: 42,
    x: { label: "windows", grid: true, labelOffset: 38 },
    y: { label: null, domain: activities },
    color: { domain: [...parts], range: colors.series.slice(0, 3), legend: true },
    marks: [
      Plot.barX(
        counts,
        Plot.stackX({
          x: "windows",
          y: "activity",
          fill: "part",
          order: [...parts],
          title: ({ activity, part, windows }: typeof counts[number]) => `${activity}, ${part}: ${windows} windows`,
        }),
      ),
    ],
  }, plot);
}
