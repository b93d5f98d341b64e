import { Command } from "commander";

/** `deno task clean` */
export const cleanFlags: Command = new Command("clean")
  .description("remove all that the other tasks made here, after a question")
  .option("--keep-runs", "keep the trainings in reports/runs")
  .option("--yes", "ask nothing")
  .action(async (options) => {
    const { cleanCommand } = await import("./clean_command.ts");
    await cleanCommand(options);
  });
