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

/** Draws which share of each part's windows every activity has, for some splits below each other. */
export function classBalancePlot(frame: DataFrame, splits: Record<string, Split>): Figure {
  const labels = frame.getColumn("activity").toArray() as number[];
  const shares = Object.entries(splits).flatMap(([split, rows]) =>
    parts.filter((part) => rows[part].length > 0).flatMap((part) =>
      activityCounts(Array.from(rows[part], (row) => labels[row]))
        .map((count, index) => ({ split, part, activity: activities[index], share: count / rows[part].length }))
    )
  );
  return figure({
    title: "Share of each activity in the parts of a split",
    width: 760,
    height: 60 + 110 * Object.keys(splits).length,
    marginLeft: 90,
    marginRight: 120,
    marginBottom: 42,
    x: { label: "share of windows (%)", percent: true, labelOffset: 38 },
    y: { label: null, domain: [...parts] },
    fy: { label: null, domain: Object.keys(splits) },
    color: { domain: activities, range: [...colors.series], legend: true },
    marks: [
      Plot.barX(shares, {
        ...Plot.stackX({ x: "share", y: "part", fy: "split", fill: "activity", order: [...activities] }),
        title: ({ split, part, activity, share }) => `${split}, ${part}, ${activity}: ${(100 * share).toFixed(1)}%`,
        inset: 0.5,
      }),
    ],
  });
}
