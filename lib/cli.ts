import { Command, InvalidArgumentError, Option } from "commander";

/** The subcommands behind the deno tasks. Each loads what it needs when it runs, so set-up runs in a bare checkout. */
const program = new Command("deno task")
  .description("A laboratory of notebooks: ResNeXt on UCI-HAR with TensorFlow on Deno.")
  .showHelpAfterError();

program.command("setup")
  .description("install what the other tasks need: Python side, TensorFlow, native binding, kernel")
  .addOption(
    new Option("--device <name>", "what to set up for; CUDA is 6 GB, WebGPU needs no more than the CPU")
      .choices(["cuda", "webgpu", "cpu"]),
  )
  .option("--user-kernel", "also give VS Code the kernel, in the user's Jupyter folder, and Deno's language server")
  .action(async ({ device, userKernel }) => {
    const { setup } = await import("./setup/setup.ts");
    await setup({ userKernel, device: device === "webgpu" ? "cpu" : device });
  });

program.command("doctor")
  .description("check every part that the tasks need")
  .action(async () => {
    const { doctor } = await import("./setup/doctor.ts");
    if (!await doctor()) Deno.exitCode = 1;
  });

onDevice(program.command("report"))
  .description("execute notebooks and export them to reports/*.html")
  .option("--notebook <name>", "number or name of one notebook")
  .option("--as <name>", "write reports/<name>.html, so that the notebook's other report stays")
  .option("--set <key=value>", "override a setting of the notebooks; can be given again", collect, [])
  .option("--data <source>", "uci-har, hapt, synthetic, or a path")
  .action(async ({ notebook, as, set, data }) => {
    await ready();
    const { readSettings } = await import("./jupyter/parameters.ts");
    const { report } = await import("./jupyter/report.ts");
    const { statusLine } = await import("./system/status_line.ts");
    const status = statusLine();
    try {
      const settings = { ...readSettings(set), ...(data === undefined ? {} : { data }) };
      const written = await report({ notebook, as, settings, say: status.say });
      for (const path of written) console.log(`Report: ${path}`);
    } finally {
      status.end();
    }
  });

onDevice(program.command("train"))
  .description("train without a notebook and keep the run in reports/runs")
  .option("--preset <article|by-person>", "settings to begin with; the other flags change them")
  .option("--resume <id>", "go on with a run that did not end")
  .option("--data <source>", "uci-har, hapt, synthetic, or a path")
  .option("--split <random|subject|development>", "how windows are split")
  .option("--validation-subjects <number>", "people to validate on where the split is by person", number)
  .option("--epochs <number>", "default: 50 on a GPU, 8 on a CPU", number)
  .option("--batch <number>", "windows a step", number)
  .option("--learning-rate <number>", "of Adam", number)
  .option("--schedule <name>", "of the learning rate: constant, step, cosine or one-cycle")
  .option("--warm-up-epochs <number>", "over which the learning rate rises", number)
  .option("--weight-decay <number>", "of AdamW", number)
  .option("--label-smoothing <number>", "part of the probability spread over all classes", number)
  .option("--class-weights <balanced>", "let every activity count the same")
  .option("--patience <number>", "end after so many epochs without a better validation", number)
  .option("--mixup <number>", "mix windows in pairs, by Beta(number, number)", number)
  .option("--rotation <degrees>", "turn each window's phone by up to so much", number)
  .option("--scaling <number>", "deviation of the factor of each window's signals", number)
  .option("--noise <number>", "deviation of the noise, in deviations of a signal", number)
  .option("--shift <samples>", "move each window in time by up to so much", number)
  .option("--averaging <number>", "part of the averaged weights that a step keeps, such as 0.99", number)
  .option("--keep <best|last>", "which epoch's weights to keep")
  .option("--cardinality <number>", "branches of a block", number)
  .option("--window <samples>", "of a window, 50 a second; other than 128 only from HAPT", number)
  .option("--step <samples>", "from one window's start to the next one's; default: half a window", number)
  .option("--filters <official|described|zero-phase>", "how raw recordings become signals")
  .option("--seed <number>", "of split, weights and order", number)
  .option("--tensorboard", "write each epoch to reports/tensorboard for TensorBoard")
  .action(async ({ preset, resume, window: windowLength, step: windowStep, device: _, tf32: __, ...others }) => {
    await ready();
    const { trainCommand } = await import("./commands/train_command.ts");
    const cut = { windowLength, windowStep };
    const given = Object.entries({ ...others, ...cut }).filter(([, value]) => value !== undefined);
    await trainCommand(Object.fromEntries(given), { preset, resume });
  });

onDevice(program.command("sweep"))
  .description("train with many settings: a grid or a random search")
  .argument("<file>", "JSON that says what is varied, see README")
  .option("--processes <number>", "trials at a time on this machine; default: one for every four cores", number)
  .option("--dask <address>", "run the trials on a Dask cluster, such as tcp://10.0.0.5:8786")
  .option("--runs <folder>", "folder to keep the runs in; default: reports/runs")
  .action(async (file, { runs: folder, ...options }) => {
    await ready();
    const { sweepCommand } = await import("./commands/sweep_command.ts");
    if (!await sweepCommand(file, { folder, ...options })) Deno.exitCode = 1;
  });

onDevice(program.command("trial", { hidden: true }))
  .description("one trial of a sweep, ordered on standard input")
  .action(async () => {
    const { trial } = await import("./sweep/trial_process.ts");
    await trial();
    // Standard input is still being read, which would keep the process alive.
    Deno.exit();
  });

program.command("runs")
  .description("list the runs in reports/runs")
  .action(async () => {
    await ready();
    const { runsCommand } = await import("./commands/runs_command.ts");
    await runsCommand();
  });

onDevice(program.command("predict"))
  .description("tell the activities in a raw recording")
  .requiredOption("--model <id>", "run whose network predicts, see `deno task runs`")
  .requiredOption("--recording <files...>", "text files of acceleration (g) and rotation (rad/s), 50 samples a second")
  .option("--step <samples>", "from one window's start to the next one's; default: half a window", number)
  .action(async (options) => {
    await ready();
    const { predictCommand } = await import("./commands/predict_command.ts");
    await predictCommand(options);
  });

program.command("export")
  .description("write a run's network for TensorFlow.js in a browser")
  .requiredOption("--model <id>", "run whose network is written, see `deno task runs`")
  .option("--to <folder>", "folder to write; default: the run's folder `browser`")
  .action(async (options) => {
    await ready();
    const { exportCommand } = await import("./commands/export_command.ts");
    console.log(`Model: ${await exportCommand(options)}/model.json`);
  });

onDevice(program.command("check-reference"))
  .description("compare the article's network with values of another implementation")
  .argument("<file>", "such as ../shared/reference/article-network.json")
  .action(async (file) => {
    await ready();
    const { checkReferenceFile } = await import("./commands/check_reference_command.ts");
    if (!await checkReferenceFile(file)) Deno.exitCode = 1;
  });

program.command("bench")
  .description("measure how fast training, prediction and loading are")
  .argument("[what...]", "train, infer, data, growth, all, or profile: the kernels of one step", ["all"])
  .addOption(new Option("--device <name>", "of TensorFlow; default: CUDA, else the CPU").choices(["cuda", "cpu"]))
  .option("--webgpu", "measure WebGPU too, even where its adapter is a program on the CPU; a GPU is measured anyway")
  .option("--peers", "measure PyTorch, Keras and pandas beside it; installs them into data/setup")
  .option("--rounds <number>", "how often each has its turn", number, 5)
  .action(async (what, { device, ...options }) => {
    await ready();
    const { tensorflowDevice } = await import("./setup/tensorflow_device.ts");
    Deno.env.set("HAR_DEVICE", device ?? await tensorflowDevice());
    const { benchCommand } = await import("./commands/bench_command.ts");
    await benchCommand(what, options);
  });

onDevice(program.command("lab"))
  .description("serve JupyterLab with the notebooks")
  .option("--port <number>", "default: a free one", number)
  .option("--open <file>", "notebook that opens by itself; default: notebook 04")
  .action(async (options) => {
    await ready();
    const { lab } = await import("./jupyter/lab.ts");
    Deno.exitCode = await lab(options);
  });

program.command("test")
  .description("check format, lint and types, and run the tests")
  .argument("[files...]", "test files; default: all, and the checks")
  .action(async (files) => {
    await ready();
    const { runTests } = await import("./setup/run_tests.ts");
    if (!await runTests(files)) Deno.exitCode = 1;
  });

program.command("test:browser")
  .description("test notebook 04 in JupyterLab and an exported network in a real browser; needs Chromium")
  .action(async () => {
    await ready();
    const { runTests } = await import("./setup/run_tests.ts");
    if (!await runTests(["tests/browser/exported_network.ts", "tests/browser/jupyterlab.ts"])) Deno.exitCode = 1;
  });

async function ready(): Promise<void> {
  const { setup } = await import("./setup/setup.ts");
  await setup();
}

function collect(value: string, values: string[]): string[] {
  return [...values, value];
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new InvalidArgumentError(`"${text}" is not a number.`);
  return value;
}

/** Lets a command choose its device. The backend, which is loaded later, and processes that are started look at the environment. */
function onDevice(command: Command): Command {
  return command
    .addOption(
      new Option("--device <name>", "what to compute on; default: CUDA, else a GPU by WebGPU, else the CPU")
        .choices(["auto", "cuda", "webgpu", "cpu"]),
    )
    .option("--tf32", "let CUDA round the inputs of matrix products to 10 bits of mantissa")
    .hook("preAction", (_, action) => {
      const { device, tf32 } = action.opts();
      if (device) Deno.env.set("HAR_DEVICE", device);
      if (tf32) Deno.env.set("HAR_TF32", "1");
    });
}

try {
  await program.parseAsync(Deno.args, { from: "user" });
} catch (error) {
  console.error(`Error: ${error instanceof Error ? error.message : error}`);
  if (Deno.env.get("HAR_DEBUG")) console.error(error);
  Deno.exit(1);
}
