/**
 * The tasks of the command line with their flags, to be read at once. What a task does loads only when it runs: a bare
 * checkout has none of the packages that it needs.
 *
 * @module
 */
import { Command, Option } from "commander";
import { collect, deviceNames, number, onDevice, onTensorflow, settingsOf, withSettings } from "./flags.ts";
import { settingNames } from "../../settings/experiment_settings.ts";
import { presets, readings } from "../../settings/presets.ts";
import { weightStorages } from "../../network/model/quantize_weights.ts";

const setupTask = new Command("setup")
  .description("install what the other tasks need: Python side, TensorFlow, native binding, kernel")
  .addOption(
    new Option("--device <name>", "what to set up for; CUDA is 6 GB")
      .choices(deviceNames.filter((name) => name !== "auto")),
  )
  .option("--user-kernel", "also give VS Code the kernel, in the user's Jupyter folder")
  .option("--time", "print how long each part takes")
  .action(async ({ device, userKernel, time }) => {
    const { setup } = await import("../setup/setup.ts");
    await setup({ userKernel, time, device });
  });

const doctorTask = new Command("doctor")
  .description("check every part that the tasks need")
  .action(async () => {
    const { doctor } = await import("../setup/doctor.ts");
    if (!await doctor()) Deno.exitCode = 1;
  });

const reportTask = onDevice(new Command("report"))
  .description("execute notebooks and export them to reports/*.html")
  .option("--notebook <name>", "number or name of one notebook")
  .option("--as <name>", "write reports/<name>.html, so that the notebook's other report stays")
  .option("--set <key=value>", "override a setting of the notebooks; can be given again", collect, [])
  .option("--data <source>", "uci-har, hapt, synthetic, or a path")
  .addHelpText("after", `\nSettings that notebooks may have, beside their own: ${settingNames.join(", ")}.`)
  .action(async ({ notebook, as, set, data }) => {
    await setUpFirst();
    const { readSettings } = await import("../jupyter/parameters.ts");
    const { report } = await import("../jupyter/report.ts");
    const { statusLine } = await import("../../system/status_line.ts");
    const status = statusLine();
    try {
      const settings = { ...readSettings(set), ...(data === undefined ? {} : { data }) };
      const written = await report({ notebook, as, settings, say: status.say });
      for (const path of written) console.log(`Report: ${path}`);
    } finally {
      status.end();
    }
  });

const labTask = onDevice(new Command("lab"))
  .description("serve JupyterLab with the notebooks")
  .option("--port <number>", "default: a free one", number)
  .option("--open <file>", "notebook that opens by itself; default: notebook 04")
  .action(async (options) => {
    await setUpFirst();
    const { lab } = await import("../jupyter/lab.ts");
    Deno.exitCode = await lab(options);
  });

const trainTask = onDevice(withSettings(
  new Command("train")
    .description("train without a notebook and keep the run in reports/runs")
    .option(`--preset <${Object.keys(presets).join("|")}>`, "settings to begin with; the other flags change them")
    .option("--resume <id>", "continue a run that did not end"),
))
  .action(async ({ preset, resume, ...flags }) => {
    await setUpFirst();
    const { trainCommand } = await import("./train_command.ts");
    await trainCommand(settingsOf(flags), { preset, resume });
  });

const sweepTask = onDevice(new Command("sweep"))
  .description("train with many settings: a grid or a random search")
  .argument("<file>", "JSON that says what is varied, see docs/sweeps.md")
  .option("--processes <number>", "trials at a time on this machine; default: one for every four cores", number)
  .option("--dask <address>", "run the trials on a Dask cluster, such as tcp://10.0.0.5:8786")
  .option("--again", "train what came with the project too; runs that were made here are still found")
  .option("--keep", "write the records of its trials to notebooks/kept, to come with the project")
  .option("--runs <folder>", "folder to keep the runs in; default: reports/runs")
  .addHelpText("after", `\nSettings that can be varied: ${settingNames.join(", ")}.`)
  .action(async (file, { runs: folder, ...options }) => {
    await setUpFirst();
    const { sweepCommand } = await import("./sweep_command.ts");
    if (!await sweepCommand(file, { folder, ...options })) Deno.exitCode = 1;
  });

/** One trial of a sweep, which a process of its own runs; it is ordered on standard input. */
const trialTask = onDevice(new Command("trial"))
  .description("one trial of a sweep, ordered on standard input")
  .action(async () => {
    const { trial } = await import("../sweep/trial_process.ts");
    await trial();
    // Standard input is still being read, which would keep the process alive.
    Deno.exit();
  });

const runsTask = new Command("runs")
  .description("list the runs in reports/runs")
  .option("--sort <column>", "accuracy or F1, the best first; epochs, seconds, when, or a setting, the least first")
  .option("--where <filter>", 'only runs that pass, such as "split=subject accuracy>0.95"', collect, [])
  .option("--kept", "also the runs that came with the project; a column names their study")
  .option("--json", "print the runs as JSON")
  .option("--page", "write reports/runs.html, a page to sort, filter and compare them")
  .action(async (options) => {
    await setUpFirst();
    const { runsCommand } = await import("./runs_command.ts");
    await runsCommand(options);
  });

const predictTask = onDevice(new Command("predict"))
  .description("recognise the activities in a raw recording")
  .requiredOption("--model <id>", "run whose network predicts, see `deno task runs`")
  .requiredOption("--recording <files...>", "what a phone wrote: a zip, a folder or CSV files, see docs/data.md")
  .option("--units <units>", "units that the files do not name, such as m/s2,deg/s")
  .option("--orient", "turn the recording so that gravity lies along x, as in the experiment")
  .option("--step <samples>", "distance from one window's start to the next; default: half a window", number)
  .addOption(
    new Option("--reading <how>", "each window by itself, or with how long activities last")
      .choices(readings)
      .default("single"),
  )
  .option("--csv <file>", "write the table as CSV")
  .option("--json <file>", "write the activities over time with all probabilities as JSON")
  .action(async (options) => {
    await setUpFirst();
    const { predictCommand } = await import("./predict_command.ts");
    await predictCommand(options);
  });

const scoreTask = onDevice(new Command("score"))
  .description("read the whole recordings of a run's test people in every way, and compare them with their labels")
  .requiredOption("--model <ids...>", "runs whose networks read, see `deno task runs`")
  .action(async ({ model }) => {
    await setUpFirst();
    const { scoreCommand } = await import("./score_command.ts");
    await scoreCommand(model);
  });

const examineTask = onDevice(new Command("examine"))
  .description("look into a run's network: features, gradients, windows of other lengths and times, stored weights")
  .requiredOption("--model <ids...>", "runs whose networks are examined, see `deno task runs`")
  .action(async ({ model }) => {
    await setUpFirst();
    const { examineCommand } = await import("./examine_command.ts");
    await examineCommand(model);
  });

const exportTask = new Command("export")
  .description("write a run's network for TensorFlow.js in a browser")
  .requiredOption("--model <id>", "run whose network is written, see `deno task runs`")
  .option("--to <folder>", "folder to write; default: the run's folder `browser`")
  .addOption(
    new Option("--weights <storage>", "in what the kernels are stored: four bytes for a number, two or one")
      .choices(weightStorages).default("float32"),
  )
  .action(async (options) => {
    await setUpFirst();
    const { exportCommand } = await import("./export_command.ts");
    console.log(`Model: ${await exportCommand(options)}/model.json`);
  });

const checkReferenceTask = onDevice(new Command("check-reference"))
  .description("compare the article's network with values of another implementation, one file or more")
  .argument("<files...>", "such as tests/reference/article_network.json")
  .action(async (files) => {
    await setUpFirst();
    const { checkReferenceFiles } = await import("../../../tests/reference/check_reference_files.ts");
    if (!await checkReferenceFiles(files)) Deno.exitCode = 1;
  });

const benchTask = onTensorflow(new Command("bench"))
  .description("measure how fast training and prediction are")
  .argument(
    "[what...]",
    "train, infer, layers, resnext, all; groups and browser, which the notebooks 06 and 08 show; or profile: the kernels of one step",
    ["all"],
  )
  .addOption(new Option("--device <name>", "of TensorFlow; default: CUDA, else the CPU").choices(["cuda", "cpu"]))
  .option(
    "--peers",
    "measure PyTorch, Keras, ONNX Runtime and OpenVINO beside it, each in its fastest form too; installs them",
  )
  .option("--peers-python <path>", "a Python that has them already, such as one with PyTorch for the GPU")
  .option("--rounds <number>", "how often each has its turn", number, 5)
  .action(async (what, { device, peersPython, rounds, peers }) => {
    await setUpFirst();
    const { tensorflowDevice } = await import("../setup/setup.ts");
    Deno.env.set("HAR_DEVICE", device ?? await tensorflowDevice());
    const { benchCommand } = await import("./bench_command.ts");
    await benchCommand(what, { rounds, peersPython, peers: peers || peersPython !== undefined });
  });

const cleanTask = new Command("clean")
  .description("remove all that the other tasks made here, after a question")
  .option("--keep-runs", "keep the trainings in reports/runs")
  .option("--yes", "ask nothing")
  .action(async (options) => {
    const { cleanCommand } = await import("../setup/clean.ts");
    await cleanCommand(options);
  });

const docsTask = new Command("docs")
  .description("write the tables of the documentation anew, and the API pages to reports/api")
  .action(async () => {
    await setUpFirst();
    const { docsCommand } = await import("./docs_command.ts");
    await docsCommand();
  });

const testTask = new Command("test")
  .description("check format, lint and types, and run the tests")
  .argument("[files...]", "test files or folders; default: all, and the checks")
  .option("--quick", "only the checks, and the tests that start no process, kernel or browser")
  .action(runTests);

const vscodeTestTask = new Command("test:vscode")
  .description("test in a real VS Code, as code-server: needs Node.js 22 or newer with npm, and Chromium")
  .option("--code-server <file>", "code-server's out/node/entry.js; default: from npm, kept in data/setup")
  .option(
    "--extensions <folder>",
    "that has Deno's and the Jupyter extension; default: from Open VSX, kept in data/setup",
  )
  .action(({ codeServer, extensions }) => {
    if (codeServer) Deno.env.set("HAR_CODE_SERVER", codeServer);
    if (extensions) Deno.env.set("HAR_VSCODE_EXTENSIONS", extensions);
    return runTests(["tests/vscode/vscode.ts"]);
  });

const browserTestTask = new Command("test:browser")
  .description("test in a real browser: JupyterLab, an exported network, the pages; needs Chromium")
  .action(() => runTests(["tests/browser"]));

async function runTests(files: string[], options: { quick?: boolean } = {}): Promise<void> {
  await setUpFirst();
  const { runTests } = await import("../setup/run_tests.ts");
  if (!await runTests(files, options)) Deno.exitCode = 1;
}

/** All tasks, in the order in which help names them. */
export const tasks: Command[] = [
  setupTask,
  doctorTask,
  reportTask,
  labTask,
  trainTask,
  sweepTask,
  runsTask,
  predictTask,
  scoreTask,
  examineTask,
  exportTask,
  checkReferenceTask,
  benchTask,
  cleanTask,
  docsTask,
  testTask,
  browserTestTask,
  vscodeTestTask,
];

/** A task that others start. */
export const hiddenTask: Command = trialTask;

/**
 * Sets up what is missing, which takes no time if nothing is. Its modules load only now, since a bare checkout has none
 * of their packages.
 */
async function setUpFirst(): Promise<void> {
  const { setup } = await import("../setup/setup.ts");
  await setup();
}
