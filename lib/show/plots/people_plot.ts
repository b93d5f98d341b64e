import * as Plot from "@observablehq/plot";
import type { DataFrame } from "../../data/signals/data_frame.ts";
import { activities } from "../../data/signals/activities.ts";
import { testSubjects } from "../../data/archives/published_people.ts";
import { type Figure, figure, html, sideBySide } from "./figure.ts";

/** Colours from few to many, the same scale in both heat maps. */
const range = ["#eaf0fb", "#1f449c"];

/**
 * Draws how many windows each person has of each activity, as two heat maps: of the training people and of the nine
 * official test people. If it is not known whose windows they are, a note says so.
 */
export function peoplePlot(frame: DataFrame): Figure {
  if (frame.getColumn("subject").nullCount() > 0) {
    return html("<p>This archive does not tell whose windows they are.</p>");
  }
  const [subjects, labels] = ["subject", "activity"].map((name) => frame.getColumn(name).toArray() as number[]);
  const counts = Map.groupBy(subjects.keys(), (row) => `${subjects[row]} ${labels[row]}`);
  const cells = [...counts].map(([key, rows]) => {
    const [person, activity] = key.split(" ").map(Number);
    return { person, activity: activities[activity - 1], windows: rows.length };
  });
  const domain = [0, Math.max(...cells.map(({ windows }) => windows))];
  const heatMap = (title: string, people: number[], first: boolean) => {
    const shown = cells.filter(({ person }) => people.includes(person));
    return figure({
      title,
      width: people.length * 28 + (first ? 140 : 20),
      height: 220,
      marginLeft: first ? 130 : 10,
      marginTop: 20,
      marginRight: 10,
      marginBottom: 42,
      padding: 0.06,
      x: { type: "band", label: "person", labelOffset: 36, domain: people },
      y: { label: null, domain: activities, axis: first ? "left" : null },
      color: { type: "linear", domain, range, interpolate: "rgb" },
      marks: [
        Plot.cell(shown, {
          x: "person",
          y: "activity",
          fill: "windows",
          title: ({ person, activity, windows }) => `person ${person}, ${activity}: ${windows} windows`,
        }),
        Plot.text(shown, {
          x: "person",
          y: "activity",
          text: "windows",
          fontSize: 9,
          pointerEvents: "none",
          fill: ({ windows }) => windows > 0.5 * domain[1] ? "white" : "#333",
        }),
      ],
    });
  };
  const everybody = [...new Set(subjects)].sort((a, b) => a - b);
  const test = everybody.filter((person) => testSubjects.includes(person));
  const others = everybody.filter((person) => !testSubjects.includes(person));
  return sideBySide(
    heatMap("Windows of each training person", others, true),
    ...(test.length > 0 ? [heatMap("… and test person", test, false)] : []),
  );
}
