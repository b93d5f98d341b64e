import type { DataFrame } from "../signals/window_frame.ts";
import type { Split } from "./split_windows.ts";

/**
 * Counts the test windows that share samples with a training window.
 *
 * If the frame tells where a window begins, two windows of one experiment share samples if they begin less than a
 * window's length apart. If it does not, as in UCI-HAR's own files, windows are compared by their samples: those that
 * overlap by half have a half in common.
 */
export function leakage(frame: DataFrame, { train, test }: Split): number {
  const share = frame.getColumn("start").nullCount() === 0
    ? sharedByStart(frame, train)
    : sharedBySamples(frame, train);
  return test.reduce((count, row) => count + (share(row) ? 1 : 0), 0);
}

function sharedByStart(frame: DataFrame, train: Int32Array): (row: number) => boolean {
  const [experiments, starts] = ["experiment", "start"].map((name) => frame.getColumn(name).toArray() as number[]);
  const { length } = frame.getColumn("total_acc_x").getIndex(0) as number[];
  const begins = new Set(Array.from(train, (row) => `${experiments[row]} ${starts[row]}`));
  return (row) => {
    for (let shift = 1 - length; shift < length; shift++) {
      if (begins.has(`${experiments[row]} ${starts[row] + shift}`)) return true;
    }
    return false;
  };
}

function sharedBySamples(frame: DataFrame, train: Int32Array): (row: number) => boolean {
  const values = frame.getColumn("total_acc_x").explode().toTypedArray() as Float32Array;
  const length = values.length / frame.height;
  const half = (row: number, which: 0 | 1) => {
    const start = row * length + which * length / 2;
    return values.subarray(start, start + length / 2).join();
  };
  const [firsts, seconds] = ([0, 1] as const).map((which) => new Set(Array.from(train, (row) => half(row, which))));
  return (row) => seconds.has(half(row, 0)) || firsts.has(half(row, 1));
}
