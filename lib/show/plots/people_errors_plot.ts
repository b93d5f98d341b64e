import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure } from "./figure.ts";

/** How many of a person's windows a network told wrong. */
export interface PersonErrors {
  /** Number of the person. */
  subject: number;
  /** Number of the person's test windows. */
  windows: number;
  /** How many of them are wrong. */
  errors: number;
  /** What the dots of the same network are called. */
  series: string;
}

/** Draws a dot for each person and network: which part of the person's windows is wrong, who has most at the top. */
export function peopleErrorsPlot(people: PersonErrors[], options: { title: string }): Figure {
  const most = Map.groupBy(people, ({ subject }) => subject);
  const part = ({ errors, windows }: PersonErrors) => errors / windows;
  const order = [...most].sort(([, a], [, b]) => Math.max(...b.map(part)) - Math.max(...a.map(part)));
  const series = [...new Set(people.map(({ series }) => series))];
  return figure({
    ...options,
    width: 640,
    height: 80 + 16 * order.length,
    marginLeft: 64,
    marginBottom: 42,
    x: { label: "windows told wrong", tickFormat: ".0%", grid: true, labelOffset: 36, nice: true },
    y: { label: "person", type: "band", domain: order.map(([subject]) => subject) },
    color: { domain: series, range: [...colors.series], legend: series.length > 1 },
    marks: [
      Plot.ruleX([0]),
      Plot.dot(people, {
        x: part,
        y: "subject",
        fill: "series",
        r: 4,
        fillOpacity: 0.8,
        title: (person) => `person ${person.subject}, ${person.series}: ${(100 * part(person)).toFixed(1)}%`,
      }),
    ],
  });
}
