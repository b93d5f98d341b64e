import * as Plot from "@observablehq/plot";
import { answersOf } from "../data/signals/activities.ts";
import { joinParts, type TimelinePart } from "../recordings/timeline.ts";
import { colors, type Figure, figure } from "./figure.ts";

/** A stretch of time in which something was done. */
export type Stretch = Pick<TimelinePart, "from" | "to" | "activity">;

/** Settings of {@link timelinePlot}. */
export interface TimelinePlotOptions {
  title?: string;
  /** What was really done, as a second ribbon above. */
  truth?: Stretch[];
  /** What was told in other ways, as ribbons between, by name. */
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
  const { title = "Activities over time", truth, others = {}, name = "predicted" } = options;
  const rows = [...(truth ? [labelled] : []), ...Object.keys(others), name];
  const ribbons = [
    ...(truth ?? []).map((stretch) => ({ ...stretch, row: labelled })),
    ...Object.entries({ ...others, [name]: parts }).flatMap(([row, parts]) =>
      joinParts(parts).map((part) => ({ ...part, row }))
    ),
  ];
  const answers = answersOf(parts[0].probabilities.length);
  const bands = parts.flatMap(({ from, to, probabilities }) =>
    probabilities.map((probability, i) => {
      const low = probabilities.slice(0, i).reduce((sum, value) => sum + value, 0);
      return { from, to, activity: answers[i], low, high: low + probability };
    })
  );
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
      }),
      Plot.rect(bands, { x1: "from", x2: "to", y1: "low", y2: "high", fill: "activity", shapeRendering: "crispEdges" }),
      Plot.text(labels, { x: 0, y: "y", text: "row", textAnchor: "end", dx: -8 }),
    ],
  });
}
