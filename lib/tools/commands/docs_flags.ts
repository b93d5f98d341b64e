import { Command } from "commander";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task docs` */
export const docsFlags: Command = new Command("docs")
  .description("write the tables of the documentation anew, and the API pages to reports/api")
  .action(async () => {
    await setUpFirst();
    const { docsCommand } = await import("./docs_command.ts");
    await docsCommand();
  });
