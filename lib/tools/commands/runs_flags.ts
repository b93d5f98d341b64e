import { Command } from "commander";
import { collect } from "./flag_values.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task runs` */
export const runsFlags: Command = new Command("runs")
  .description("list the runs in reports/runs")
  .option("--sort <column>", "accuracy or F1, the best first; epochs, seconds, when, or a setting, the least first")
  .option("--where <setting=value>", "only runs with this value of a setting; can be given again", collect, [])
  .option("--kept", "also the runs that came with the project; a column names their study")
  .option("--json", "print the runs as JSON")
  .option("--page", "write reports/runs.html, a page to sort, filter and compare them")
  .action(async (options) => {
    await setUpFirst();
    const { runsCommand } = await import("./runs_command.ts");
    await runsCommand(options);
  });
