import { Command } from "commander";
import { number } from "./flag_values.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task soak` */
export const soakFlags: Command = new Command("soak")
  .description("train, stop, resume, predict and sweep with killed workers for long, and see whether anything grows")
  .option("--minutes <number>", "how long", number, 30)
  .action(async (options) => {
    await setUpFirst();
    const { soakCommand } = await import("./soak_command.ts");
    await soakCommand(options);
  });
