import { Command, Option } from "commander";
import { adaptations, readings } from "../../settings/reading_choices.ts";
import { onDevice } from "./device_flags.ts";
import { number } from "./flag_values.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task predict` */
export const predictFlags: Command = onDevice(new Command("predict"))
  .description("recognise the activities in a raw recording")
  .requiredOption("--model <id>", "run whose network predicts, see `deno task runs`")
  .requiredOption("--recording <files...>", "what a phone wrote: a zip, a folder or CSV files, see docs/data.md")
  .option("--units <units>", "units that the files do not name, such as m/s2,deg/s")
  .option("--orient", "turn the recording so that gravity lies along x, as in the experiment")
  .option("--step <samples>", "distance from one window's start to the next; default: half a window", number)
  .addOption(
    new Option("--adapt <how>", "take in the statistics of the recording, or of the stream up to each window")
      .choices(adaptations)
      .default("none"),
  )
  .addOption(
    new Option("--reading <how>", "each window by itself, or with what people do from window to window")
      .choices(readings)
      .default("single"),
  )
  .option("--csv <file>", "write the table as CSV")
  .option("--json <file>", "write the activities over time with all probabilities as JSON")
  .action(async (options) => {
    await setUpFirst();
    const { predictCommand } = await import("./predict_command.ts");
    await predictCommand(options);
  });
