import { BlobWriter, configure, TextReader, ZipWriter } from "@zip.js/zip.js";
import { signals } from "../../lib/data/signals/signals.ts";

configure({ useWebWorkers: false });

/** Files of an archive by their paths. */
export type Files = Record<string, string>;

/** Writes a zip archive of text files and returns its path. */
export async function zip(folder: string, files: Files, name = "archive.zip"): Promise<string> {
  const writer = new ZipWriter(new BlobWriter());
  for (const [path, text] of Object.entries(files)) await writer.add(path, new TextReader(text));
  const path = `${folder}/${name}`;
  await Deno.writeFile(path, new Uint8Array(await (await writer.close()).arrayBuffer()));
  return path;
}

/** Text of a UCI-HAR signal file: `rows` windows of 128 values in UCI's layout with blanks of different number. */
export function signalText(rows: number, value: (row: number, sample: number) => number): string {
  const line = (row: number) =>
    Array.from({ length: 128 }, (_, n) => value(row, n).toExponential(7).padStart(16)).join(" ");
  return Array.from({ length: rows }, (_, row) => line(row)).join("\n") + "\n";
}

/** UCI-HAR's 561 features for the windows of {@link uciHarFiles}, and their names. */
export function featureFiles(): Files {
  const line = (first: number) => Array.from({ length: 561 }, (_, i) => (first + i / 1000).toExponential(7)).join(" ");
  return {
    "UCI HAR Dataset/features.txt": Array.from({ length: 561 }, (_, i) => `${i + 1} tBodyAcc-mean()`).join("\n") + "\n",
    "UCI HAR Dataset/train/X_train.txt": [1, 2, 3].map(line).join("\n") + "\n",
    "UCI HAR Dataset/test/X_test.txt": [4, 5].map(line).join("\n") + "\n",
  };
}

/** A small but whole copy of UCI-HAR, without its 561 features: three train windows and two test windows. */
export function uciHarFiles(): Files {
  const files: Files = {};
  const parts = { train: { labels: [5, 1, 6], subjects: [1, 1, 3] }, test: { labels: [2, 4], subjects: [2, 4] } };
  for (const [part, { labels, subjects }] of Object.entries(parts)) {
    files[`UCI HAR Dataset/${part}/y_${part}.txt`] = labels.join("\n") + "\n";
    files[`UCI HAR Dataset/${part}/subject_${part}.txt`] = subjects.join("\n") + "\n";
    for (const [index, signal] of signals.entries()) {
      files[`UCI HAR Dataset/${part}/Inertial Signals/${signal}_${part}.txt`] = signalText(
        labels.length,
        (row, n) => (part === "test" ? 100 : 0) + row * 10 + index + n / 1000,
      );
    }
  }
  return files;
}

/** A small HAPT: two recordings of 400 samples, with a transition and segments of 128 + 64 and of 300 samples. */
export function haptFiles(): Files {
  const recording = (shift: number) =>
    Array.from({ length: 400 }, (_, n) => [1 + 0.1 * Math.sin(n / 5 + shift), 0.2, -0.1 * shift].join(" ")).join("\n") +
    "\n";
  return {
    "RawData/acc_exp01_user01.txt": recording(0),
    "RawData/gyro_exp01_user01.txt": recording(1),
    "RawData/acc_exp02_user07.txt": recording(2),
    "RawData/gyro_exp02_user07.txt": recording(3),
    "RawData/labels.txt": "1 1 5 101 292\n1 1 7 293 350\n2 7 1 1 300\n",
  };
}
