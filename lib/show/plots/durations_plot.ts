import * as Plot from "@observablehq/plot";
import type { DataFrame } from "../../data/signals/window_frame.ts";
import { activities } from "../../data/signals/activities.ts";
import { sampleRate } from "../../data/signals/signals.ts";
import { colors, type Figure, figure } from "./figure.ts";

/** Draws how long each labelled segment of a recording lasts, a dot a segment, and the median of each activity. */
export function durationsPlot(segments: DataFrame): Figure {
  const [labels, firsts, lasts] = ["activity", "first", "last"].map((name) =>
    segments.getColumn(name).toArray() as number[]
  );
  const durations = labels.map((label, row) => ({
    activity: activities[label - 1],
    seconds: (lasts[row] - firsts[row] + 1) / sampleRate,
  }));
  return figure({
    title: "How long an activity went on",
    subtitle: "dots: labelled segments; ticks: their median",
    width: 760,
    height: 240,
    marginLeft: 130,
    marginBottom: 42,
    x: {
      label: "seconds",
      grid: true,
      labelOffset: 38,
      domain: [0, Math.max(...durations.map(({ seconds }) => seconds))],
    },
    y: { label: null, domain: activities },
    marks: [
      Plot.dot(durations, {
        x: "seconds",
        y: "activity",
        r: 3,
        fill: colors.train,
        fillOpacity: 0.35,
        title: ({ activity, seconds }) => `${activity}: ${seconds.toFixed(1)} s`,
      }),
      Plot.tickX(durations, Plot.groupY({ x: "median" }, { x: "seconds", y: "activity", strokeWidth: 2.5 })),
    ],
  });
}
