import * as Plot from "@observablehq/plot";
import { mean, range } from "d3-array";
import type { DataFrame } from "../../data/signals/window_frame.ts";
import { activities } from "../../data/signals/activities.ts";
import { sampleRate, type Signal } from "../../data/signals/signals.ts";
import { colors, type Figure, figure, html } from "./figure.ts";

const sensors = [
  { title: "Body acceleration", prefix: "body_acc", label: "g" },
  { title: "Total acceleration, gravity included", prefix: "total_acc", label: "g" },
  { title: "Angular velocity", prefix: "body_gyro", label: "rad/s" },
] as const;
const axes = ["x", "y", "z"] as const;
/** Samples that a band of values tells the mean of. */
const samplesOfBand = 8;

/**
 * Draws one window of each activity in all nine signals, see {@link windowStrips}. `rows` holds the row of a window for
 * each activity.
 */
export function windowExamples(frame: DataFrame, rows: number[]): Figure {
  return windowStrips(frame, Object.fromEntries(rows.map((row, activity) => [activities[activity], row])));
}

/**
 * Draws windows in all nine signals: the sensors below each other, the windows side by side, the three axes as lines.
 * `windows` names the row of each window.
 */
export function windowStrips(frame: DataFrame, windows: Record<string, number>): Figure {
  const strips = sensors.map(({ title, prefix, label }, index) => {
    const signals = Object.entries(windows).map(([name, row]) => ({
      name,
      values: axes.map((axis) => frame.getColumn(`${prefix}_${axis}` satisfies Signal).getIndex(row) as number[]),
    }));
    const points = signals.flatMap(({ name, values }) =>
      values.flatMap((samples, i) =>
        samples.map((value, n) => ({ name, axis: axes[i], seconds: n / sampleRate, value }))
      )
    );
    const bands = signals.flatMap(({ name, values }) =>
      range(0, values[0].length, samplesOfBand).map((from) => {
        const to = Math.min(from + samplesOfBand, values[0].length);
        const means = values.map((samples, i) => `${axes[i]}: ${mean(samples.slice(from, to))!.toFixed(2)} ${label}`);
        const seconds = [from / sampleRate, to / sampleRate];
        const tells = [`${seconds.map((at) => at.toFixed(2)).join(" to ")} s, mean`, ...means].join("\n");
        return { from: seconds[0], to: seconds[1], tells, facet: name };
      })
    );
    return figure({
      title,
      width: 980,
      height: 190,
      marginLeft: 46,
      marginBottom: 36,
      fx: { label: null, domain: Object.keys(windows) },
      x: { label: "time (s)", ticks: 3 },
      y: { label, grid: true, ticks: 4 },
      color: { domain: [...axes], range: colors.series.slice(0, 3), legend: index === 0 },
      marks: [
        Plot.frame({ strokeOpacity: 0.2 }),
        Plot.line(points, { fx: "name", x: "seconds", y: "value", z: "axis", stroke: "axis", strokeWidth: 1.2 }),
        // Nobody sees them: they tell the values where the pointer rests, where dots would hide the lines.
        Plot.rect(bands, { fx: "facet", x1: "from", x2: "to", fill: "transparent", title: "tells" }),
      ],
    });
  });
  return html(strips.map((strip) => strip.outerHTML).join(""));
}

/** Returns the row of one window of each activity: the middle one of those of a person, by default the first person. */
export function exampleRows(frame: DataFrame): number[] {
  const labels = frame.getColumn("activity").toArray() as number[];
  const subjects = frame.getColumn("subject").toArray() as (number | null)[];
  return activities.map((name, index) => {
    const rows = [...labels.keys()].filter((row) => labels[row] === index + 1);
    if (rows.length === 0) throw new Error(`There is no window of the activity ${name}.`);
    const ofPerson = rows.filter((row) => subjects[row] === subjects[rows[0]]);
    return ofPerson[Math.floor(ofPerson.length / 2)];
  });
}
