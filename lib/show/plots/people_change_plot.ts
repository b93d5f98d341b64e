import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure } from "./figure.ts";

/** A person's accuracy in two ways. */
export interface PersonChange {
  /** Number of the person. */
  subject: number;
  /** In the one way. */
  before: number;
  /** In the other. */
  after: number;
}

/** Settings of {@link peopleChangePlot}. */
export interface PeopleChangePlotOptions {
  /** What stands above the figure. */
  title: string;
  /** What the one way is called. */
  before: string;
  /** What the other is called. */
  after: string;
}

/** Draws a line for each person from one way's accuracy to the other's, the person with the least gain at the bottom. */
export function peopleChangePlot(people: PersonChange[], { title, before, after }: PeopleChangePlotOptions): Figure {
  const sorted = people.toSorted((a, b) => (b.after - b.before) - (a.after - a.before));
  const dots = sorted.flatMap((person) => [
    { subject: person.subject, way: before, accuracy: person.before },
    { subject: person.subject, way: after, accuracy: person.after },
  ]);
  return figure({
    title,
    width: 640,
    height: 70 + 24 * people.length,
    marginLeft: 64,
    marginBottom: 42,
    x: { label: "accuracy", tickFormat: ".1%", grid: true, labelOffset: 36, nice: true },
    y: { label: "person", type: "band", domain: sorted.map(({ subject }) => subject) },
    color: { domain: [before, after], range: [colors.article, colors.train], legend: true },
    marks: [
      Plot.ruleY(sorted, { y: "subject", x1: "before", x2: "after", strokeOpacity: 0.5 }),
      Plot.dot(dots, {
        x: "accuracy",
        y: "subject",
        fill: "way",
        r: 5,
        title: ({ subject, way, accuracy }) => `person ${subject}, ${way}: ${(100 * accuracy).toFixed(2)}%`,
      }),
    ],
  });
}
