import type { Axes, Recording } from "./recording.ts";
import { sampleRate } from "./signals.ts";

/** More than a sensor of a phone measures: g, and rad/s, which are 2,000 degrees a second. */
const beyond = {
  acceleration: { most: 20, inWords: "20 g" },
  rotation: { most: 2000 * Math.PI / 180, inWords: "2,000 degrees a second" },
};

/** Samples in a row, half a second, after which a sensor that always trembles a little stands still. */
const still = sampleRate / 2;

/**
 * Returns a sentence if some values, in g or rad/s, are beyond what a phone's sensor measures; undefined if none is. `at`
 * says in words where the value of an index is.
 */
export function beyondNote(
  place: string,
  quantity: keyof typeof beyond,
  values: ArrayLike<number>[],
  at: (index: number) => string,
): string | undefined {
  const { most, inWords } = beyond[quantity];
  let [count, first, value] = [0, Infinity, 0];
  for (const axis of values) {
    for (let i = 0; i < axis.length; i++) {
      if (!(Math.abs(axis[i]) > most)) continue;
      count++;
      if (i < first) [first, value] = [i, axis[i]];
    }
  }
  if (count === 0) return undefined;
  const said = count === 1 ? "1 value is" : `${count} values are`;
  return `${place}: ${said} beyond ${inWords}, more than a phone's sensor measures; the first is ${
    value.toPrecision(3)
  } ${at(first)}.`;
}

/**
 * Returns what a reader must know of a recording, a sentence each: values beyond its sensors, and sensors that stand still.
 * `places` name the sensors, and `at` says in words where an index is.
 */
export function sensorNotes(
  places: Record<keyof typeof beyond, string>,
  recording: Pick<Recording, keyof typeof beyond>,
  at: (index: number) => string,
): string[] {
  return (["acceleration", "rotation"] as const).flatMap((quantity) => [
    beyondNote(places[quantity], quantity, recording[quantity], at),
    stillNote(places[quantity], recording[quantity], at),
  ]).filter((note) => note !== undefined);
}

/**
 * Returns a sentence if none of a sensor's three axes changes for half a second or longer, as when a phone stops to
 * record; undefined if they go on. `at` says in words where an index is.
 */
function stillNote(place: string, [x, y, z]: Axes, at: (index: number) => string): string | undefined {
  let [from, times, longest, first] = [0, 0, 0, 0];
  for (let i = 1; i <= x.length; i++) {
    if (i < x.length && x[i] === x[from] && y[i] === y[from] && z[i] === z[from]) continue;
    if (i - from >= still) {
      if (times === 0) first = from;
      times++;
      longest = Math.max(longest, i - from);
    }
    from = i;
  }
  if (times === 0) return undefined;
  return `${place}: the values stand still ${times === 1 ? "once" : `${times} times`}, for ${
    (longest / sampleRate).toFixed(1)
  } s at most; the first time ${at(first)}.`;
}
