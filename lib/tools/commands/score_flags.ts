import { Command } from "commander";
import { onDevice } from "./device_flags.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task score` */
export const scoreFlags: Command = onDevice(new Command("score"))
  .description("read the whole recordings of a run's test people in every way, and compare them with their labels")
  .requiredOption("--model <ids...>", "runs whose networks read, see `deno task runs`")
  .action(async ({ model }) => {
    await setUpFirst();
    const { scoreCommand } = await import("./score_command.ts");
    await scoreCommand(model);
  });
