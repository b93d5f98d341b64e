import * as Plot from "@observablehq/plot";
import { answersOf } from "../../data/signals/activities.ts";
import { joinParts, type TimelinePart } from "../../results/recordings/read_timeline.ts";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/** A stretch of time in which something was done. */
export type Stretch = Pick<TimelinePart, "from" | "to" | "activity">;

export interface TimelinePlotOptions extends PlotOptions {
  title?: string;
  /** The labels, as a second ribbon above. */
  truth?: Stretch[];
  /** Predictions of other readings, as ribbons between, by name. */
  others?: Record<string, TimelinePart[]>;
  /** Name of the ribbon. Default: "predicted". */
  name?: string;
}

/** The names of the ribbons. */
const [labelled, probable] = ["labelled", "probability"];

/**
 * Draws a recording's activities as a ribbon over time, with all probabilities as bands below it, and what was really
 * done, or told in other ways, above it.
 */
export function timelinePlot(parts: TimelinePart[], options: TimelinePlotOptions = {}): Figure {
  const { title = "Activities over time", truth, others = {}, name = "predicted", ...plot } = options;
  const rows = [...(truth ? [labelled] : []), ...Object.keys(others), name];
  const ribbons = [
    ...(truth ?? []).map((stretch) => ({ ...stretch, row: labelled })),
    ...Object.entries({ ...others, [name]: parts }).flatMap(([row, parts]) =>
      joinParts(parts).map((part) => ({ ...part, row }))
    ),
  ];
  const answers = answersOf(parts[0].probabilities.length);
  const bands = probabilityBands(parts).map((band) => ({ ...band, activity: answers[band.answer] }));
  const height = 30 * rows.length;
  const place = new Map(rows.map((row, i) => [row, 1.15 + (rows.length - 1 - i) * 0.35]));
  const labels = [...rows.map((row) => ({ row, y: place.get(row)! + 0.14 })), { row: probable, y: 0.5 }];
  return figure({
    title,
    width: 960,
    height: 190 + height,
    marginLeft: Math.max(84, ...rows.map(({ length }) => 20 + 7 * length)),
    marginBottom: 42,
    x: { label: "seconds", labelOffset: 36, domain: [0, parts.at(-1)!.to] },
    y: { axis: null, domain: [0, 1.15 + rows.length * 0.35] },
    color: { domain: answers, range: [...colors.series], legend: true },
    marks: [
      Plot.rect(ribbons, {
        x1: "from",
        x2: "to",
        y1: ({ row }) => place.get(row)!,
        y2: ({ row }) => place.get(row)! + 0.28,
        fill: "activity",
        shapeRendering: "crispEdges",
        title: ({ row, activity, from, to }) => `${row}: ${activity}, ${from.toFixed(1)} to ${to.toFixed(1)} s`,
      }),
      Plot.rect(bands, { x1: "from", x2: "to", y1: "low", y2: "high", fill: "activity", shapeRendering: "crispEdges" }),
      Plot.text(labels, { x: 0, y: "y", text: "row", textAnchor: "end", dx: -8 }),
    ],
  }, plot);
}

/** A stretch of time in which an answer's probability does not change, to hundredths. */
interface Band {
  answer: number;
  from: number;
  to: number;
  low: number;
  high: number;
}

/**
 * Stacks the probabilities of each part as bands, rounded to hundredths so that those of neighbours that are alike become
 * one: an hour has thousands of windows, and most are certain.
 */
function probabilityBands(parts: TimelinePart[]): Band[] {
  const bands: Band[] = [];
  const open: (Band | undefined)[] = [];
  for (const { from, to, probabilities } of parts) {
    let low = 0;
    let sum = 0;
    probabilities.forEach((probability, answer) => {
      sum += probability;
      const high = Math.round(100 * sum) / 100;
      const before = open[answer];
      if (before && before.to === from && before.low === low && before.high === high) before.to = to;
      else {
        open[answer] = high > low ? { answer, from, to, low, high } : undefined;
        if (open[answer]) bands.push(open[answer]);
      }
      low = high;
    });
  }
  return bands;
}
