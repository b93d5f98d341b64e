import { Command } from "commander";
import { onDevice } from "./device_flags.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task examine` */
export const examineFlags: Command = onDevice(new Command("examine"))
  .description("look into a run's network: features, gradients, windows of other lengths and times, stored weights")
  .requiredOption("--model <ids...>", "runs whose networks are examined, see `deno task runs`")
  .action(async ({ model }) => {
    await setUpFirst();
    const { examineCommand } = await import("./examine_command.ts");
    await examineCommand(model);
  });
