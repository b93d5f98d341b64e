import * as Plot from "@observablehq/plot";
import type { DataFrame } from "../../data/signals/window_frame.ts";
import { activities } from "../../data/signals/activities.ts";
import { testSubjects } from "../../data/archives/published_counts.ts";
import { type Figure, figure, html, type PlotOptions } from "./figure.ts";

/** Colours from few to many. */
const range = ["#eaf0fb", "#1f449c"];

/** An empty place between the two groups of people, under a number that nobody has. */
const gap = 0;

/**
 * Draws how many windows each person has of each activity, as one heat map: the training people at the left, and the nine
 * official test people at the right. If it is not known whose windows they are, a note says so.
 */
export function peoplePlot(frame: DataFrame, plot: PlotOptions = {}): Figure {
  if (frame.getColumn("subject").nullCount() > 0) {
    return html("<p>This archive does not tell whose windows they are.</p>");
  }
  const [subjects, labels] = ["subject", "activity"].map((name) => frame.getColumn(name).toArray() as number[]);
  const counts = Map.groupBy(subjects.keys(), (row) => `${subjects[row]} ${labels[row]}`);
  const cells = [...counts].map(([key, rows]) => {
    const [person, activity] = key.split(" ").map(Number);
    return { person, activity: activities[activity - 1], windows: rows.length };
  });
  const most = Math.max(...cells.map(({ windows }) => windows));
  const everybody = [...new Set(subjects)].sort((a, b) => a - b);
  const groups = [
    { name: "training people", people: everybody.filter((person) => !testSubjects.includes(person)) },
    { name: "test people", people: everybody.filter((person) => testSubjects.includes(person)) },
  ].filter(({ people }) => people.length > 0);
  const places = groups.flatMap(({ people }, group) => group === 0 ? people : [gap, ...people]);
  return figure({
    title: "Windows of each person",
    width: 140 + 26 * places.length,
    height: 240,
    marginLeft: 130,
    marginTop: 36,
    marginRight: 10,
    marginBottom: 42,
    padding: 0.06,
    x: { type: "band", label: "person", labelOffset: 36, domain: places },
    y: { label: null, domain: activities },
    color: { type: "linear", domain: [0, most], range, interpolate: "rgb" },
    marks: [
      Plot.axisX(places.filter((person) => person !== gap), { tickSize: 0 }),
      Plot.cell(cells, {
        x: "person",
        y: "activity",
        fill: "windows",
        title: ({ person, activity, windows }) => `person ${person}, ${activity}: ${windows} windows`,
      }),
      Plot.text(cells, {
        x: "person",
        y: "activity",
        text: "windows",
        fontSize: 9,
        pointerEvents: "none",
        fill: ({ windows }) => windows > 0.5 * most ? "white" : "#333",
      }),
      Plot.text(groups, {
        x: ({ people }) => people[Math.floor(people.length / 2)],
        text: "name",
        frameAnchor: "top",
        dy: -16,
        fontWeight: "bold",
      }),
    ],
  }, plot);
}
