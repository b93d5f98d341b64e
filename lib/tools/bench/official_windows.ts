import { openArchive } from "../../data/archives/archive.ts";
import { findWindows, type WindowPlace } from "../../data/windows/find_windows.ts";
import { readHaptRecordings } from "../../data/archives/hapt.ts";
import type { Windows } from "../../data/windows/load_windows.ts";
import type { Recording } from "../../data/signals/recording.ts";
import { type FilterName, filterNames, filterRecording } from "../../data/signals/signal_filters.ts";
import { type Signal, signals } from "../../data/signals/signals.ts";

/** How far filtered recordings are from the published windows: root mean squares over all samples of all windows. */
export interface Closeness {
  filters: FilterName;
  /** In g. */
  totalAcceleration: number;
  bodyAcceleration: number;
  /** In rad/s. */
  angularVelocity: number;
}

/** What {@link officialWindows} found. */
export interface OfficialWindows {
  /** Published windows, and how many of them were found in HAPT's recordings. */
  windows: number;
  found: number;
  /** Those found that begin where a window begins that is cut here, at 128 samples and a step of 64. */
  onGrid: number;
  closeness: Closeness[];
}

/** Samples by which filters may delay their signals otherwise than the published ones. */
const shifts = [-2, -1, 0, 1, 2];

/**
 * Measures how close each way of filtering HAPT's recordings comes to published windows of UCI-HAR. A filter that
 * delays its signals otherwise is compared at the shift, of up to two samples, that suits it best.
 */
export async function officialWindows(official: Windows, haptArchive: string): Promise<OfficialWindows> {
  const archive = await openArchive(haptArchive);
  const { recordings, segments } = await readHaptRecordings(archive).finally(() => archive.close());
  const places = findWindows(official.frame, recordings);
  const found = places.filter((place) => place !== undefined);
  const onGrid = found.filter(({ recording, start }) =>
    segments.some(({ experiment, first, last }) =>
      experiment === recordings[recording].experiment && start >= first && start + 127 <= last &&
      (start - first) % 64 === 0
    )
  );
  const published = Object.fromEntries(
    signals.map((name) => [name, official.frame.getColumn(name).explode().toTypedArray() as Float32Array]),
  ) as Record<Signal, Float32Array>;
  return {
    windows: places.length,
    found: found.length,
    onGrid: onGrid.length,
    closeness: filterNames.map((filters) => closeness(filters, published, recordings, places)),
  };
}

function closeness(
  filters: FilterName,
  published: Record<Signal, Float32Array>,
  recordings: Recording[],
  places: (WindowPlace | undefined)[],
): Closeness {
  const filtered = recordings.map((recording) => filterRecording(recording, filters));
  const length = published.total_acc_x.length / places.length;
  const distance = (prefix: string) => {
    const names = signals.filter((name) => name.startsWith(prefix));
    return Math.min(...shifts.map((shift) => {
      let [sum, count] = [0, 0];
      for (const [row, place] of places.entries()) {
        if (!place) continue;
        for (const name of names) {
          const signal = filtered[place.recording][name];
          for (let n = 0; n < length; n++) {
            const error = (signal[place.start + shift + n] ?? NaN) - published[name][row * length + n];
            if (Number.isNaN(error)) continue;
            sum += error ** 2;
            count++;
          }
        }
      }
      return Math.sqrt(sum / count);
    }));
  };
  return {
    filters,
    totalAcceleration: distance("total_acc"),
    bodyAcceleration: distance("body_acc"),
    angularVelocity: distance("body_gyro"),
  };
}
