import { Command, Option } from "commander";
import { weightStorages } from "../../network/model/quantize_weights.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task export` */
export const exportFlags: Command = new Command("export")
  .description("write a run's network for TensorFlow.js in a browser")
  .requiredOption("--model <id>", "run whose network is written, see `deno task runs`")
  .option("--to <folder>", "folder to write; default: the run's folder `browser`")
  .addOption(
    new Option("--weights <storage>", "in what the kernels are stored: four bytes for a number, two or one")
      .choices(weightStorages).default("float32"),
  )
  .action(async (options) => {
    await setUpFirst();
    const { exportCommand } = await import("./export_command.ts");
    console.log(`Model: ${await exportCommand(options)}/model.json`);
  });
