import { Command } from "commander";
import { benchFlags } from "./tools/commands/bench_flags.ts";
import { checkReferenceFlags } from "./tools/commands/check_reference_flags.ts";
import { cleanFlags } from "./tools/commands/clean_flags.ts";
import { docsFlags } from "./tools/commands/docs_flags.ts";
import { doctorFlags } from "./tools/commands/doctor_flags.ts";
import { examineFlags } from "./tools/commands/examine_flags.ts";
import { exportFlags } from "./tools/commands/export_flags.ts";
import { labFlags } from "./tools/commands/lab_flags.ts";
import { liveFlags } from "./tools/commands/live_flags.ts";
import { lockFlags } from "./tools/commands/lock_flags.ts";
import { predictFlags } from "./tools/commands/predict_flags.ts";
import { reportFlags } from "./tools/commands/report_flags.ts";
import { runsFlags } from "./tools/commands/runs_flags.ts";
import { scoreFlags } from "./tools/commands/score_flags.ts";
import { setupFlags } from "./tools/commands/setup_flags.ts";
import { soakFlags } from "./tools/commands/soak_flags.ts";
import { sweepFlags, trialFlags } from "./tools/commands/sweep_flags.ts";
import { browserTestFlags, testFlags } from "./tools/commands/test_flags.ts";
import { trainFlags } from "./tools/commands/train_flags.ts";
import { environment } from "./settings/environment.ts";

const program = new Command("deno task")
  .description("A laboratory of notebooks: ResNeXt on UCI-HAR with TensorFlow on Deno.")
  .showHelpAfterError("Help: `deno task` lists the tasks.");

for (
  const command of [
    setupFlags,
    doctorFlags,
    reportFlags,
    labFlags,
    trainFlags,
    sweepFlags,
    runsFlags,
    predictFlags,
    scoreFlags,
    examineFlags,
    exportFlags,
    liveFlags,
    checkReferenceFlags,
    benchFlags,
    soakFlags,
    lockFlags,
    cleanFlags,
    docsFlags,
    testFlags,
    browserTestFlags,
  ]
) {
  program.addCommand(command.showHelpAfterError(`Help: deno task ${command.name()} --help`));
}
program.addCommand(trialFlags, { hidden: true });

try {
  await program.parseAsync(Deno.args, { from: "user" });
} catch (error) {
  console.error(`Error: ${error instanceof Error ? error.message : error}`);
  if (environment("HAR_DEBUG") === "1") console.error(error);
  Deno.exit(1);
}
