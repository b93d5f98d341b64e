import { Command } from "commander";
import { onDevice } from "./device_flags.ts";
import { number } from "./flag_values.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task predict` */
export const predictFlags: Command = onDevice(new Command("predict"))
  .description("recognise the activities in a raw recording")
  .requiredOption("--model <id>", "run whose network predicts, see `deno task runs`")
  .requiredOption("--recording <files...>", "text files of acceleration (g) and rotation (rad/s), 50 samples a second")
  .option("--step <samples>", "distance from one window's start to the next; default: half a window", number)
  .action(async (options) => {
    await setUpFirst();
    const { predictCommand } = await import("./predict_command.ts");
    await predictCommand(options);
  });
