import { readColumns } from "./read_columns.ts";
import type { Axes, Recording } from "../signals/recording.ts";

/**
 * Reads a recording from two text files as HAPT has them, 50 samples a second, three numbers a line with a blank
 * between them: acceleration with gravity (g), and rotation (rad/s). Throws one sentence if a file cannot be read,
 * holds something else, or both are not equally long.
 */
export async function readRecording(
  accelerationFile: string,
  rotationFile: string,
): Promise<Pick<Recording, "acceleration" | "rotation">> {
  const axes = async (file: string) => {
    const text = await Deno.readFile(file).catch(() => {
      throw new Error(`${file} cannot be read: give the files of acceleration and rotation.`);
    });
    return readColumns(file, text, 3) as Axes;
  };
  const [acceleration, rotation] = [await axes(accelerationFile), await axes(rotationFile)];
  const [samples, others] = [acceleration[0].length, rotation[0].length];
  if (samples === others) return { acceleration, rotation };
  throw new Error(
    `${accelerationFile} has ${samples} samples and ${rotationFile} has ${others}; they must be equally long.`,
  );
}
