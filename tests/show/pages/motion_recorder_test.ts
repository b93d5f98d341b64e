import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { phoneRecording } from "../../../lib/data/phones/phone_recording.ts";
import { MotionRecorder, type MotionSigns } from "../../../lib/show/pages/motion_recorder.ts";

/** A phone at rest on its back, turning about z, for some seconds. */
function atRest(signs: MotionSigns, seconds = 4): MotionRecorder {
  const recorder = new MotionRecorder(signs);
  for (let i = 0; i <= 60 * seconds; i++) {
    recorder.add({
      timeStamp: 5000 + 1000 * i / 60,
      accelerationIncludingGravity: { x: 0, y: 0, z: signs === "apple" ? -9.80665 : 9.80665 },
      rotationRate: { alpha: 0, beta: 0, gamma: 90 },
    });
  }
  return recorder;
}

Deno.test("motion comes in g and rad/s at 50 Hz, with the same signs from both makers", () => {
  for (const signs of ["android", "apple"] as const) {
    const { parts: [{ acceleration, rotation, from }], notes } = atRest(signs).recording();
    assertEquals([acceleration[0].length, from, notes], [201, 0, []]);
    assertAlmostEquals(acceleration[2][100], 1, 1e-12);
    assertAlmostEquals(rotation[2][100], Math.PI / 2, 1e-12);
  }
});

Deno.test("the CSV is read back as the same recording, to the last digit", () => {
  const recorder = atRest("android");
  const text = new TextEncoder().encode(recorder.csv());
  const { parts } = phoneRecording([{ place: "recording.csv", text }]);
  assertEquals(parts, recorder.recording().parts);
});

Deno.test("events without numbers are counted, and those out of order left out", () => {
  const recorder = atRest("android", 3);
  const { length } = recorder;
  recorder.add({ timeStamp: 9000, accelerationIncludingGravity: { x: 0, y: 0, z: 9 }, rotationRate: null });
  recorder.add({
    timeStamp: 100,
    accelerationIncludingGravity: { x: 0, y: 0, z: 9 },
    rotationRate: { alpha: 0, beta: 0, gamma: 0 },
  });
  assertEquals([recorder.incomplete, recorder.length, recorder.seconds], [1, length, 3]);
  assertThrows(() => new MotionRecorder("apple").recording(), Error, "have said nothing yet");
  assertEquals(recorder.recording(2.7).parts[0].acceleration[0].length, 136);
});
