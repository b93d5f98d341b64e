import { Command } from "commander";
import { environment } from "./settings/environment.ts";
import { hiddenTask, tasks } from "./tools/commands/tasks.ts";

const program = new Command("deno task")
  .description("A laboratory of notebooks: ResNeXt on UCI-HAR with TensorFlow on Deno.")
  .showHelpAfterError("Help: `deno task` lists the tasks.");

for (const task of tasks) program.addCommand(task.showHelpAfterError(`Help: deno task ${task.name()} --help`));
program.addCommand(hiddenTask, { hidden: true });

try {
  await program.parseAsync(Deno.args, { from: "user" });
} catch (error) {
  console.error(`Error: ${error instanceof Error ? error.message : error}`);
  if (environment("HAR_DEBUG") === "1") console.error(error);
  Deno.exit(1);
}
