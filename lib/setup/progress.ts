// @ts-types="npm:@types/cli-progress@3.11.6"
import cliProgress from "cli-progress";

/** Milliseconds between two lines of progress in a file. */
const logInterval = 5000;

/** Says what a longer piece of work does and how far it is. */
export interface Progress {
  /** Says how much of the total is done, with a few more words where they help. */
  update(done: number, total: number, detail?: string): void;
  /** Ends the line. Nothing is shown of work that took no time. */
  stop(): void;
}

/**
 * Shows a bar with a title on the terminal, or a line every five seconds where the output is a file.
 *
 * `unit` names what is counted; `"MB"` counts bytes and shows megabytes.
 */
export function terminalProgress(title: string, unit = ""): Progress {
  const scale = unit === "MB" ? 1e-6 : 1;
  const bar = new cliProgress.SingleBar({
    format: `  ${title} {bar} {percentage}% of {total} ${unit} {detail}`,
    noTTYOutput: true,
    notTTYSchedule: logInterval,
    hideCursor: true,
    barsize: 24,
  }, cliProgress.Presets.shades_classic);
  let started = false;
  return {
    update(done, total, detail = "") {
      const [value, size] = [Math.round(done * scale), Math.max(1, Math.round(total * scale))];
      if (!started) bar.start(size, value, { detail });
      else {
        bar.setTotal(size);
        bar.update(value, { detail });
      }
      started = true;
    },
    stop() {
      if (started) bar.stop();
    },
  };
}

/** A line that is replaced by the next one. */
export interface StatusLine {
  /** Shows a line. One that is `passing` may be left out of a file, where it would be one of thousands. */
  say(text: string, passing?: boolean): void;
  /** Ends the line, so that what follows stands below it. */
  end(): void;
}

/** Shows one line at a time on the terminal, each in place of the one before; in a file, lines below each other. */
export function statusLine(): StatusLine {
  const write = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  if (!Deno.stderr.isTerminal()) {
    let last = 0;
    return {
      say(text, passing = false) {
        if (passing && performance.now() - last < logInterval) return;
        last = performance.now();
        write(`${text}\n`);
      },
      end() {},
    };
  }
  let open = false;
  return {
    say(text) {
      const width = Deno.consoleSize().columns;
      write(`\r\x1b[K${text.slice(0, width - 1)}`);
      open = true;
    },
    end() {
      if (open) write("\n");
      open = false;
    },
  };
}
