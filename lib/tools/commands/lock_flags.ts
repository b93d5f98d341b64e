import { Command } from "commander";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task lock` */
export const lockFlags: Command = new Command("lock")
  .description("write the locks of the Python packages: their versions and the SHA-256 of each file")
  .option("--upgrade", "take the newest versions")
  .action(async (options) => {
    await setUpFirst();
    const { lock } = await import("../setup/lock.ts");
    await lock(options);
  });
