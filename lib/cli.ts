import { Command } from "commander";

const program = new Command("deno task").description("ResNeXt on UCI-HAR: a notebook laboratory on Deno.");
program.command("setup")
  .option("--device <device>")
  .option("--user-kernel")
  .action(async (options) => {
    const { setup } = await import("./setup/setup.ts");
    await setup(options);
  });
await program.parseAsync();
