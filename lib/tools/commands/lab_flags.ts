import { Command } from "commander";
import { onDevice } from "./device_flags.ts";
import { number } from "./flag_values.ts";
import { setUpToTrain } from "./set_up_first.ts";

/** `deno task lab` */
export const labFlags: Command = onDevice(new Command("lab"))
  .description("serve JupyterLab with the notebooks")
  .option("--port <number>", "default: a free one", number)
  .option("--open <file>", "notebook that opens by itself; default: notebook 04")
  .action(async (options) => {
    await setUpToTrain();
    const { lab } = await import("../jupyter/lab.ts");
    Deno.exitCode = await lab(options);
  });
