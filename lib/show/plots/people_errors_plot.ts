import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/** Which part of a person's windows or seconds is predicted wrongly. */
export interface PersonErrors {
  /** Number of the person. */
  subject: number;
  /** From 0 to 1. */
  wrong: number;
  /** What the dots of the same network, or way to read, are called. */
  series: string;
}

export interface PeopleErrorsPlotOptions extends PlotOptions {
  /** What stands above the figure. */
  title: string;
  /** Of what a part is wrong. Default: `"windows"`. */
  of?: string;
  /** Where a dashed line stands. Default: nowhere. */
  limit?: number;
}

/** Draws a dot for each person and series: which part is predicted wrongly, who has most at the top. */
export function peopleErrorsPlot(people: PersonErrors[], options: PeopleErrorsPlotOptions): Figure {
  const { title, of = "windows", limit, ...plot } = options;
  const part = ({ wrong }: PersonErrors) => wrong;
  const order = [...Map.groupBy(people, ({ subject }) => subject)]
    .sort(([, a], [, b]) => Math.max(...b.map(part)) - Math.max(...a.map(part)));
  const series = [...new Set(people.map(({ series }) => series))];
  return figure({
    title,
    width: 640,
    height: 80 + 16 * order.length,
    marginLeft: 64,
    marginBottom: 42,
    x: { label: `${of} predicted wrongly`, tickFormat: ".0%", grid: true, labelOffset: 36, nice: true },
    y: { label: "person", type: "band", domain: order.map(([subject]) => subject) },
    color: { domain: series, range: [...colors.series], legend: series.length > 1 },
    marks: [
      Plot.ruleX([0]),
      Plot.ruleX(limit === undefined ? [] : [limit], { strokeDasharray: "4 4", strokeOpacity: 0.6 }),
      Plot.dot(people, {
        x: part,
        y: "subject",
        fill: "series",
        r: 4,
        fillOpacity: 0.8,
        title: (person) => `person ${person.subject}, ${person.series}: ${(100 * part(person)).toFixed(1)}%`,
      }),
    ],
  }, plot);
}
