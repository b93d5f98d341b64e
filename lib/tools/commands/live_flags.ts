import { Command } from "commander";
import { number } from "./flag_values.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task live` */
export const liveFlags: Command = new Command("live")
  .description("write a page that reads a phone's sensors by a run's network")
  .requiredOption("--model <id>", "run whose network reads, see `deno task runs`")
  .option("--data <source>", "of the example: hapt, synthetic, or a path; default: HAPT if it is available")
  .option("--serve", "then serve it to phones in the local network, by https")
  .option("--port <number>", "of --serve; default: 8443", number)
  .action(async (options) => {
    await setUpFirst();
    const { liveCommand } = await import("./live_command.ts");
    await liveCommand(options);
  });
