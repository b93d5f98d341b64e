import { logInterval } from "./progress.ts";

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
