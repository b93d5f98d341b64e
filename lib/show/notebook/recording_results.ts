// @ts-types="npm:@types/d3-array@3.2.2"
import { least, mean } from "d3-array";
import { answersOf } from "../../data/signals/activities.ts";
import { sampleRate } from "../../data/signals/signals.ts";
import type { Figure } from "../plots/figure.ts";
import { peopleErrorsPlot } from "../plots/people_errors_plot.ts";
import { timelinePlot } from "../plots/timeline_plot.ts";
import { readTimeline } from "../../results/recordings/read_timeline.ts";
import { type ScoredRun, wayRows } from "../../results/runs/kept_recordings.ts";
import { type Way, ways } from "../../results/runs/score_recordings.ts";
import { table } from "../plots/html_table.ts";

/** Shows how well whole recordings are read in each way: the mean of some runs. */
export function recordingsTable(scored: ScoredRun[]): Figure {
  const seeds = scored.map(({ run }) => run.settings.seed).join(", ");
  const people = scored[0].recordings.people.length;
  return table(wayRows(scored.map(({ recordings }) => recordings)), {
    caption: `Whole recordings of ${people} people, mean of ${scored.length} networks (seeds ${seeds})`,
  });
}

/** Draws the example recording of a scored run: what was labelled, and a ribbon for each of some ways to read it. */
export function exampleTimeline({ run, recordings }: ScoredRun, names: string[]): Figure {
  const { subject, segments, logits, windowLength, step } = recordings.example;
  const answers = answersOf(logits[0].length);
  const { markov, settings: { temperature } } = run;
  const ribbon = ({ reading }: Way) => readTimeline({ logits, windowLength, step }, { reading, markov, temperature });
  const chosen = names.map((name) => ways.find((way) => way.name === name)!);
  const [last, ...others] = chosen.toReversed();
  return timelinePlot(ribbon(last), {
    title: `A recording of person ${subject}, new to the network`,
    name: last.name,
    others: Object.fromEntries(others.toReversed().map((way) => [way.name, ribbon(way)])),
    truth: segments.map(({ activity, first, last }) => ({
      from: first / sampleRate,
      to: (last + 1) / sampleRate,
      activity: answers[activity],
    })),
  });
}

/** Shows the segments that a way did not find, over all of some runs, those that most runs miss first. */
export function missedTable(scored: ScoredRun[], way: string): Figure {
  const answers = answersOf(scored[0].run.test.classes.length);
  const missed = scored.flatMap(({ recordings }) => recordings.ways.find(({ name }) => name === way)!.missed);
  const same = Map.groupBy(missed, ({ experiment, from }) => `${experiment} ${from}`);
  const rows = [...same.values()].sort((a, b) => b.length - a.length).map((group) => {
    const { subject, experiment, from, seconds, activity } = group[0];
    return {
      "person": String(subject),
      "experiment": String(experiment),
      "at, s": from.toFixed(1),
      "seconds": seconds.toFixed(1),
      "labelled": answers[activity],
      "predicted": [...new Set(group.map(({ told }) => answers[told]))].join(", "),
      "runs that miss it": `${group.length} of ${scored.length}`,
    };
  });
  return table(rows, { caption: `Segments of which less than half is predicted correctly: ${way}` });
}

/** Accuracy that a person's labelled seconds should have, at least. */
const wanted = 0.95;

/** Draws which part of each person's labelled seconds some ways tell wrong, by runs that were tested on different people. */
export function recordingsPeoplePlot(scored: ScoredRun[], names: string[]): Figure {
  const people = names.flatMap((name) =>
    peopleOf(scored, name).map(({ subject, accuracy }) => ({ subject, wrong: 1 - accuracy, series: name }))
  );
  return peopleErrorsPlot(people, {
    title: "People whom the network never saw, one by one",
    of: "labelled seconds",
    limit: 1 - wanted,
  });
}

/** Shows for each of some ways the mean over the people, the worst of them, and how many are below 0.95. */
export function recordingsPeopleTable(scored: ScoredRun[], names: string[]): Figure {
  const rows = names.map((name) => {
    const people = peopleOf(scored, name);
    const worst = least(people, ({ accuracy }) => accuracy)!;
    return {
      "way": name,
      "people": String(people.length),
      "labelled seconds, mean": mean(people, ({ accuracy }) => accuracy)!.toFixed(4),
      "worst": `${worst.accuracy.toFixed(4)} (person ${worst.subject})`,
      [`people below ${wanted}`]: String(people.filter(({ accuracy }) => accuracy < wanted).length),
    };
  });
  return table(rows, { caption: "Each person by the network that was trained on all the others" });
}

/** Returns how well a way reads each person of some runs. */
function peopleOf(scored: ScoredRun[], way: string): { subject: number; accuracy: number }[] {
  return scored.flatMap(({ recordings }) => recordings.ways.find(({ name }) => name === way)!.people);
}
