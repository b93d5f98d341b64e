// @ts-types="npm:@types/cli-progress@3.11.6"
import cliProgress from "cli-progress";

/** Says what a longer piece of work does and how far it is. */
export interface Progress {
  /** Says how much of the total is done. */
  update(done: number, total: number): void;
  /** Ends the line. Nothing is shown of work that took no time. */
  stop(): void;
}

/**
 * Shows a bar with a title on the terminal, or a line every two seconds where the output is a file.
 *
 * `unit` names what is counted; `"MB"` counts bytes and shows megabytes.
 */
export function terminalProgress(title: string, unit = ""): Progress {
  const scale = unit === "MB" ? 1e-6 : 1;
  const bar = new cliProgress.SingleBar({
    format: `  ${title} {bar} {percentage}% of {total} ${unit}`,
    noTTYOutput: true,
    notTTYSchedule: 2000,
    hideCursor: true,
    barsize: 24,
  }, cliProgress.Presets.shades_classic);
  let started = false;
  return {
    update(done, total) {
      const [value, size] = [Math.round(done * scale), Math.max(1, Math.round(total * scale))];
      if (!started) bar.start(size, value);
      else {
        bar.setTotal(size);
        bar.update(value);
      }
      started = true;
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
