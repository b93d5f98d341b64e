import { Command } from "commander";
import { settingNames } from "../../settings/experiment_settings.ts";
import { onDevice } from "./device_flags.ts";
import { number } from "./flag_values.ts";
import { setUpToTrain } from "./set_up_first.ts";

/** `deno task sweep` */
export const sweepFlags: Command = onDevice(new Command("sweep"))
  .description("train with many settings: a grid or a random search")
  .argument("<file>", "JSON that says what is varied, see docs/sweeps.md")
  .option("--processes <number>", "trials at a time on this machine; default: one for every four cores", number)
  .option("--dask <address>", "run the trials on a Dask cluster, such as tcp://10.0.0.5:8786")
  .option("--again", "train what came with the project too; runs that were made here are still found")
  .option("--keep", "write the records of its trials to notebooks/kept, to come with the project")
  .option("--runs <folder>", "folder to keep the runs in; default: reports/runs")
  .addHelpText("after", `\nSettings that can be varied: ${settingNames.join(", ")}.`)
  .action(async (file, { runs: folder, ...options }) => {
    await setUpToTrain();
    const { sweepCommand } = await import("./sweep_command.ts");
    if (!await sweepCommand(file, { folder, ...options })) Deno.exitCode = 1;
  });

/** One trial of a sweep, which a process of its own runs; it is ordered on standard input. */
export const trialFlags: Command = onDevice(new Command("trial"))
  .description("one trial of a sweep, ordered on standard input")
  .action(async () => {
    const { trial } = await import("../sweep/trial_process.ts");
    await trial();
    // Standard input is still being read, which would keep the process alive.
    Deno.exit();
  });
