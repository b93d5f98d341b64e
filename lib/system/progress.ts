// @ts-types="npm:@types/cli-progress@3.11.6"
import cliProgress from "cli-progress";
import { inNotebook, liveOutput } from "./live_output.ts";

/** Milliseconds between two lines of progress in a file. */
export const logInterval = 5000;
/** Milliseconds of work of which nothing is shown. */
const patience = 700;
/** Milliseconds between two pictures in a cell. */
const pictureInterval = 250;

/** Says what a longer piece of work does and how far it is. */
export interface Progress {
  /** Says how much of the total is done, with a few more words if they help. */
  update(done: number, total: number, detail?: string): void;
  /** Ends the line. Nothing is shown of work that took no time. */
  stop(): void;
}

/**
 * Shows how far a piece of work is: a bar on the terminal, a line every five seconds if the output is a file, and a
 * bar below the running cell in a notebook.
 *
 * `unit` names what is counted; `"MB"` counts bytes and shows megabytes.
 */
export function progress(title: string, unit = ""): Progress {
  const scale = unit === "MB" ? 1e-6 : 1;
  const began = performance.now();
  const { show, stop } = inNotebook() ? cellBar(title, unit) : terminalBar(title, unit);
  return {
    update(done, total, detail = "") {
      if (performance.now() - began < patience) return;
      show(Math.round(done * scale), Math.max(1, Math.round(total * scale)), detail);
    },
    stop,
  };
}

function terminalBar(title: string, unit: string) {
  const bar = new cliProgress.SingleBar({
    format: `  ${title} {bar} {percentage}% of {total} ${unit} {detail}`,
    noTTYOutput: true,
    notTTYSchedule: logInterval,
    hideCursor: true,
    barsize: 24,
  }, cliProgress.Presets.shades_classic);
  let started = false;
  return {
    show(value: number, total: number, detail: string) {
      if (!started) bar.start(total, value, { detail });
      started = true;
      bar.setTotal(total);
      bar.update(value, { detail });
    },
    stop() {
      if (started) bar.stop();
      started = false;
    },
  };
}

function cellBar(title: string, unit: string) {
  const output = liveOutput();
  let shown = 0;
  let last: [value: number, total: number, detail: string] | undefined;
  const draw = (value: number, total: number, detail: string) => {
    const text = [`${title}: ${value} of ${total} ${unit}`, detail].filter(Boolean).join(", ");
    // A detail may quote what a server said.
    const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
    output.show(`<progress value="${value}" max="${total}"></progress> ${escaped}`, text);
  };
  return {
    show(value: number, total: number, detail: string) {
      last = [value, total, detail];
      if (performance.now() - shown < pictureInterval) return;
      shown = performance.now();
      draw(value, total, detail);
    },
    stop() {
      if (last) draw(...last);
    },
  };
}
