import { assertEquals, assertStringIncludes } from "@std/assert";
import { sensorNotes } from "../../../lib/data/signals/sensor_notes.ts";
import type { Axes } from "../../../lib/data/signals/recording.ts";

/** Returns the notes of sensors of which the acceleration does not change for some samples, and the rotation goes on. */
function notesOf(still: number): string[] {
  const axis = (shift: number) => Float64Array.from({ length: 100 }, (_, i) => Math.sin(i + shift));
  const acceleration = [0, 1, 2].map(axis) as Axes;
  for (const values of acceleration) values.fill(0.5, 10, 10 + still);
  const rotation = [3, 4, 5].map(axis) as Axes;
  const places = { acceleration: "A", rotation: "R" };
  return sensorNotes(places, { acceleration, rotation }, (index) => `at ${index}`);
}

Deno.test("a sensor stands still if it gives the same for half a second, 25 samples, and not for less", () => {
  assertEquals(notesOf(24), []);
  assertStringIncludes(notesOf(25)[0], "A: the values stand still once, for 0.5 s at most; the first time at 10.");
});
