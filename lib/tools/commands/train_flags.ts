import { Command } from "commander";
import { presets } from "../../settings/presets.ts";
import { onDevice } from "./device_flags.ts";
import { setUpToTrain } from "./set_up_first.ts";
import { settingsOf, withSettings } from "./setting_options.ts";

/** `deno task train` */
export const trainFlags: Command = onDevice(withSettings(
  new Command("train")
    .description("train without a notebook and keep the run in reports/runs")
    .option(`--preset <${Object.keys(presets).join("|")}>`, "settings to begin with; the other flags change them")
    .option("--resume <id>", "continue a run that did not end"),
))
  .action(async ({ preset, resume, ...flags }) => {
    await setUpToTrain(settingsOf(flags));
    const { trainCommand } = await import("./train_command.ts");
    await trainCommand(settingsOf(flags), { preset, resume });
  });
