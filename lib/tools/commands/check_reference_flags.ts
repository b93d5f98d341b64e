import { Command } from "commander";
import { onDevice } from "./device_flags.ts";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task check-reference` */
export const checkReferenceFlags: Command = onDevice(new Command("check-reference"))
  .description("compare the article's network with values of another implementation, one file or more")
  .argument("<files...>", "such as ../shared/reference/article-network.json")
  .action(async (files) => {
    await setUpFirst();
    const { checkReferenceFiles } = await import("./check_reference_command.ts");
    if (!await checkReferenceFiles(files)) Deno.exitCode = 1;
  });
