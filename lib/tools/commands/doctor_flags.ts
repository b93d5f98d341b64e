import { Command } from "commander";

/** `deno task doctor` */
export const doctorFlags: Command = new Command("doctor")
  .description("check every part that the tasks need")
  .action(async () => {
    const { doctor } = await import("../setup/doctor.ts");
    if (!await doctor()) Deno.exitCode = 1;
  });
